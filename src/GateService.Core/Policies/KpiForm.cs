namespace GateService.Core.Policies;

/// <summary>How a KPI is computed.</summary>
public enum KpiForm
{
    /// <summary>Events that meet the numerator, over all events.</summary>
    Ratio,

    /// <summary>Events per minute, or per request.</summary>
    Rate,

    /// <summary>Average of an attribute.</summary>
    Mean,

    /// <summary>Sum of an attribute per minute, or per request; its values are 0 or more.</summary>
    Sum,

    /// <summary>A quantile of an attribute, judged by the events beyond its limit.</summary>
    Percentile,

    /// <summary>Different values of an attribute within one bucket. A gauge: it cannot be compared statistically.</summary>
    UniqueCount,

    /// <summary>A reading of an attribute, bucket by bucket. It cannot be compared statistically.</summary>
    Gauge,
}
