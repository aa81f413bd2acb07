using GateService.Callers;
using GateService.Telemetry;
using Microsoft.Extensions.Options;

namespace GateService.Health;

/// <summary>What Prometheus scrapes: it names teams, services, rollouts and verdicts of all.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value;
        if (options is not { Enabled: true, Prometheus: true })
        {
            return;
        }

        var metrics = app.MapPrometheusScrapingEndpoint("/metrics");
        if (options.PrometheusNeedsToken)
        {
            metrics.Needs(Role.ReadAll);
        }
        else
        {
            metrics.AllowAnonymous();
        }
    }
}
