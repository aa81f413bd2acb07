namespace GateService.Core.Judging;

/// <summary>Why an objective could not be decided.</summary>
public enum UndecidedCause
{
    /// <summary>New Relic reported nothing for the judged slice.</summary>
    NoData,

    /// <summary>New Relic could not be asked.</summary>
    Unavailable,

    /// <summary>Fewer observations than the objective's minimum sample.</summary>
    TooFewSamples,

    /// <summary>Over the limit in both slices: the change is not shown to be at fault.</summary>
    CommonCause,

    /// <summary>Stable serves nothing beside a canary that has only a share of the traffic: there is nothing to compare with.</summary>
    NoControl,

    /// <summary>The canary's share of the traffic is so far from its weight that the slices cannot be compared.</summary>
    SampleRatio,

    /// <summary>Half of the evidence for failing is there: not enough to fail, too much to go on.</summary>
    Suspicious,

    /// <summary>Neither harm nor harmlessness is shown, and the step demands proof.</summary>
    NotProven,
}
