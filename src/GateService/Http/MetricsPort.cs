using GateService.Telemetry;
using Microsoft.Extensions.Options;

namespace GateService.Http;

/// <summary>
/// A port of its own for <c>/metrics</c>, so that no route to the gate leads there by mistake. Told apart by the port a connection came in at, which no caller
/// can say anything of, and not by the Host header.
/// </summary>
internal static class MetricsPort
{
    private const string Urls = "urls";

    /// <summary>Adds the port to what the gate listens on, on the same interface.</summary>
    public static void Listen(WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection("Telemetry").Get<TelemetryOptions>() is not { Enabled: true, Prometheus: true, PrometheusPort: { } port })
        {
            return;
        }

        var urls = builder.Configuration[Urls] is { Length: > 0 } said ? said
            : builder.Configuration["http_ports"] is { Length: > 0 } ports ? string.Join(';', ports.Split(';').Select(one => $"http://*:{one}"))
            : "http://localhost:5000";
        builder.WebHost.UseUrls($"{urls};http://{BindingAddress.Parse(urls.Split(';')[0]).Host}:{port}");
    }

    public static void UseMetricsPort(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value is not { Enabled: true, Prometheus: true, PrometheusPort: { } port })
        {
            return;
        }

        app.Use((http, next) =>
        {
            var (path, isOwn) = (http.Request.Path, http.Connection.LocalPort == port);
            return path.StartsWithSegments("/healthz") || path.StartsWithSegments("/metrics") == isOwn
                ? next(http)
                : Problems.Of(StatusCodes.Status404NotFound, isOwn ? "this port answers /metrics alone" : "metrics are at another port (Telemetry:PrometheusPort)").ExecuteAsync(http);
        });
    }
}
