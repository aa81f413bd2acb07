using GateService.Callers;
using GateService.Tokens;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GateService.Health;

/// <summary>Token files that went bad are degraded: the last good tokens still let callers in. Anybody may ask, so no key is told that somebody wrote.</summary>
internal sealed class TokenHealth(TokenFiles files, TokenBook book) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(files.Faults.Count == 0
        ? HealthCheckResult.Healthy($"{book.Count} tokens")
        : HealthCheckResult.Degraded($"the last good tokens are in use, {book.Count} in all; the files have faults: {string.Join("; ", files.Faults.Select(fault => fault with { Path = "" }))}"));
}
