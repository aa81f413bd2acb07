using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>How the rows of a telemetry are counted, and how their durations are held against seconds. One class for each shape of telemetry.</summary>
internal abstract class RequestMeasure
{
    /// <summary>All requests.</summary>
    public abstract Nrql Requests { get; }

    /// <summary>Requests that tell how long they took; null where all do.</summary>
    public virtual Nrql? Timed => null;

    public static RequestMeasure Of(TelemetrySource telemetry) => new EventMeasure(telemetry);

    /// <summary>Requests that meet a condition.</summary>
    public abstract Nrql Count(Nrql condition);

    /// <summary>Requests that took longer than a boundary.</summary>
    public abstract Nrql SlowerThan(double seconds);

    /// <summary>Requests that took at most so long.</summary>
    public abstract Nrql Within(double seconds);

    /// <summary>Requests that took longer than one boundary and at most another.</summary>
    public abstract Nrql Between(double seconds, double most);

    /// <param name="percent">0 to 100.</param>
    public abstract Nrql Quantile(double percent);

    /// <summary>Seconds of what New Relic answered in the telemetry's unit.</summary>
    public abstract double InSeconds(double units);
}
