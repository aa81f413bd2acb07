using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Health;

/// <summary>
/// New Relic as seen from here, asked at most every 30 s. A missing or refused key is unready, because every verdict would be inconclusive;
/// a New Relic that is slow or down is degraded only, so that its outage does not take every replica out of service.
/// </summary>
internal sealed class NewRelicHealth(NerdGraphClient client, TimeProvider time) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private (DateTimeOffset At, NerdGraphError? Error)? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || time.GetUtcNow() - last.At > Fresh)
            {
                _last = last = (time.GetUtcNow(), await client.ProbeAsync(budget: Budget, ct: cancellationToken));
            }

            return last.Error switch
            {
                null => HealthCheckResult.Healthy("New Relic answers and takes the key"),
                { Kind: NerdGraphErrorKind.Unauthorized or NerdGraphErrorKind.Forbidden } error => HealthCheckResult.Unhealthy(error.ToString()),
                { } error => HealthCheckResult.Degraded(error.ToString()),
            };
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();
}
