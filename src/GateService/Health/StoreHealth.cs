using GateService.History;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GateService.Health;

/// <summary>The store as seen from here: whether it takes a write. Verdicts do not depend on it, so its trouble is degraded, not unready.</summary>
internal sealed class StoreHealth(Database database, StoreProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        !database.IsEnabled ? HealthCheckResult.Healthy("nothing is kept: History:Enabled is false")
            : await probe.AskAsync(cancellationToken) is { } trouble
            ? HealthCheckResult.Degraded(trouble)
            : HealthCheckResult.Healthy(database.IsPostgres ? "PostgreSQL keeps what it is given" : "SQLite keeps what it is given");
}
