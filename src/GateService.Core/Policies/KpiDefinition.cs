namespace GateService.Core.Policies;

/// <summary>
/// A reviewed KPI. The fragments are NRQL conditions from policy files, never from a request; <c>{name}</c> in them
/// is replaced by the declared parameter's value as a safe literal.
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

    /// <summary><see cref="KpiForm.Mean"/> only: the attribute averaged.</summary>
    public string? Attribute { get; init; }

    public IReadOnlyList<KpiParameter> Parameters { get; init; } = [];
}
