namespace GateService.Core.Policies;

/// <summary>
/// A reviewed KPI. The fragments are NRQL conditions from policy files, never from a request; <c>{name}</c> in them
/// is replaced by the declared parameter's value, or by one of the request's names, as a safe literal.
/// </summary>
public sealed record KpiDefinition
{
    /// <summary>Event type, e.g. <c>CheckoutCompleted</c>.</summary>
    public required string EventType { get; init; }

    public required KpiForm Form { get; init; }

    /// <summary>NRQL condition on every event; null takes all.</summary>
    public string? Where { get; init; }

    /// <summary><see cref="KpiForm.Ratio"/> only: the condition counted over all events that meet <see cref="Where"/>.</summary>
    public string? Numerator { get; init; }

    /// <summary>The attribute that is averaged, summed, counted or read; null for <see cref="KpiForm.Ratio"/> and <see cref="KpiForm.Rate"/>.</summary>
    public string? Attribute { get; init; }

    /// <summary><see cref="KpiForm.Rate"/> and <see cref="KpiForm.Sum"/> only.</summary>
    public KpiPer Per { get; init; }

    /// <summary><see cref="KpiForm.Rate"/> and <see cref="KpiForm.Sum"/> only: how long after its request an event comes; 0 to 30 minutes.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary><see cref="KpiForm.Percentile"/> only: between 0 and 1, exclusive.</summary>
    public double? Quantile { get; init; }

    /// <summary><see cref="KpiForm.Gauge"/> only.</summary>
    public GaugeReading Reading { get; init; }

    public IReadOnlyList<KpiParameter> Parameters { get; init; } = [];

    /// <summary>Name of the configured New Relic account its events are in; null is the policy's.</summary>
    public string? Account { get; init; }

    /// <summary>Attribute that names the service on its events; null is the policy's.</summary>
    public string? ServiceAttribute { get; init; }

    /// <summary>How its events tell the slices apart; null is as the policy's requests do.</summary>
    public SliceRule? Slices { get; init; }

    /// <summary>Counted or summed beside the requests of the same slice.</summary>
    public bool IsOfRequests => Form is KpiForm.Rate or KpiForm.Sum;

    /// <summary>A reading per bucket that nothing can be counted out of.</summary>
    public bool IsGauge => Form is KpiForm.UniqueCount or KpiForm.Gauge;
}
