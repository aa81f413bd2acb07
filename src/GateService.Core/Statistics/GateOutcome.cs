namespace GateService.Core.Statistics;

/// <summary>What a gate concludes, most urgent first.</summary>
public enum GateOutcome
{
    /// <summary>The canary is over the limit and worse than stable by more than the margin: fail.</summary>
    Worse,

    /// <summary>Over the limit, but not shown worse than stable: a common cause.</summary>
    OverLimitNotWorse,

    /// <summary>Half of the evidence for failing is there.</summary>
    Suspicious,

    /// <summary>Shown to be within the widened boundary: pass.</summary>
    Harmless,

    /// <summary>Neither is shown.</summary>
    NotEnough,

    /// <summary>No buckets, or nothing to hold them against.</summary>
    NoData,
}
