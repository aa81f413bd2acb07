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
        if (Array.Find(urls.Split(';'), url => HasPort(url, port)) is { } taken)
        {
            throw new OptionsValidationException("Telemetry", typeof(TelemetryOptions), [$"Telemetry:PrometheusPort is {port}, and so is the port of the gate itself ({taken}, set by --urls, ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS): expected two"]);
        }

        builder.WebHost.UseUrls($"{urls};http://{BindingAddress.Parse(urls.Split(';')[0]).Host}:{port}");
    }

    /// <summary>What is no address at all is Kestrel's to refuse.</summary>
    private static bool HasPort(string url, int port)
    {
        try
        {
            return BindingAddress.Parse(url).Port == port;
        }
        catch (FormatException)
        {
            return false;
        }
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
