using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GateService.Telemetry;

/// <summary>OpenTelemetry: traces, metrics and logs over OTLP where an endpoint is configured, and /metrics for Prometheus.</summary>
internal static class TelemetrySetup
{
    internal const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TelemetryOptions>().Bind(configuration.GetSection("Telemetry")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        services.AddSingleton<RunningRollouts>();
        services.AddSingleton<GateMetrics>();
        var options = configuration.GetSection("Telemetry").Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (options.Enabled && TelemetryOptionsValidator.IsAddress(options.OtlpEndpoint))
        {
            Enable(services, options, options.OtlpEndpoint is not null || !string.IsNullOrEmpty(configuration[EndpointVariable]));
        }

        return services;
    }

    private static void Enable(IServiceCollection services, TelemetryOptions options, bool sends)
    {
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(GateTelemetry.Source));
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(GateTelemetry.Source);
            if (options.Prometheus)
            {
                metrics.AddPrometheusExporter();
            }
        });
        services.ConfigureOpenTelemetryMeterProvider((own, metrics) => metrics.AddView(ViewOf(own.GetRequiredService<IMeterFactory>())));
        if (!sends)
        {
            return;
        }

        telemetry.WithTracing(tracing => tracing
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SampleRatio)))
            .AddSource(GateTelemetry.Source)
            .AddAspNetCoreInstrumentation(web => web.Filter = http => http.Request.Path.StartsWithSegments("/v1"))
            .AddHttpClientInstrumentation());
        telemetry.WithLogging(null, logs =>
        {
            logs.IncludeScopes = true;
            logs.IncludeFormattedMessage = true;
        });
        if (options.OtlpEndpoint is { } endpoint)
        {
            telemetry.UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, endpoint);
        }
        else
        {
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>Of all meters that bear our name only those of this gate: there may be others in the process, which count for themselves.</summary>
    /// <param name="own">Makes the meters of this gate.</param>
    private static Func<Instrument, MetricStreamConfiguration?> ViewOf(IMeterFactory own) => instrument =>
        instrument.Meter.Scope != own ? MetricStreamConfiguration.Drop
        // OpenTelemetry's own limit is 2,000 of a metric, and what goes beyond is dropped without a word.
        : instrument.Name.StartsWith("gate.rollout.", StringComparison.Ordinal) ? new MetricStreamConfiguration { CardinalityLimit = RunningRollouts.MostSeries + 1 }
        : null;
}
