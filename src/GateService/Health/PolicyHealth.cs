using GateService.Policies;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GateService.Health;

/// <summary>Policies in use; files that went bad since are degraded, because the last good ones still judge.</summary>
internal sealed class PolicyHealth(PolicyStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (catalog, faults, _) = store.Current;
        return Task.FromResult(faults.Count == 0
            ? HealthCheckResult.Healthy($"{catalog.Policies.Count} policies")
            : HealthCheckResult.Degraded($"the last good {catalog.Policies.Count} policies are in use; the files have faults: {string.Join("; ", faults)}"));
    }
}
