using GateService.History;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GateService.Health;

/// <summary>The store as seen from here. Verdicts do not depend on it, so its trouble is degraded, not unready.</summary>
internal sealed class StoreHealth(DecisionStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        !store.IsEnabled ? HealthCheckResult.Healthy("nothing is kept: History:Enabled is false")
            : await store.ProbeAsync(TimeSpan.FromSeconds(2), cancellationToken) is { } trouble
            ? HealthCheckResult.Degraded(trouble)
            : HealthCheckResult.Healthy(store.IsPostgres ? "PostgreSQL answers" : "SQLite answers");
}
