namespace GateService.Core.Policies;

/// <summary>How a KPI is computed.</summary>
public enum KpiForm
{
    /// <summary>Events that meet the numerator, over all events.</summary>
    Ratio,

    /// <summary>Events per minute.</summary>
    Rate,

    /// <summary>Average of an attribute.</summary>
    Mean,
}
