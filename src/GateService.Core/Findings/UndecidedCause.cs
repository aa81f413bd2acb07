namespace GateService.Core.Findings;

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

    /// <summary>The canary reported nothing for longer than chance explains while stable was busy.</summary>
    Silent,

    /// <summary>The canary's pods are gone and replaced, one after the other.</summary>
    PodsReplaced,

    /// <summary>It would fail, or nearly, by young pods of the canary alone, and they are not warm yet, or served most of its requests.</summary>
    YoungPods,

    /// <summary>Stable got worse since the canary began, and the canary did not.</summary>
    HurtsStable,

    /// <summary>The canary gets far fewer requests than its weight: they may fail before the application sees them.</summary>
    MissingRequests,

    /// <summary>The canary's share of the traffic is so far from its weight that the slices cannot be compared.</summary>
    SampleRatio,

    /// <summary>A dependency's errors are neither shown to be the canary's nor corroborated by stable, and there are enough of them to matter.</summary>
    Unresolved,

    /// <summary>Errors of a suspected dependency, and nothing beside the canary that could corroborate them.</summary>
    Uncorroborated,

    /// <summary>An upstream outage fails so many requests that too few are left to judge.</summary>
    UpstreamOutage,

    /// <summary>Before the first step: stable is over a limit, or outside its own recent past.</summary>
    StableUnhealthy,

    /// <summary>Half of the evidence for failing is there: not enough to fail, too much to go on.</summary>
    Suspicious,

    /// <summary>Neither harm nor harmlessness is shown, and the step demands proof.</summary>
    NotProven,

    /// <summary>Harm is shown, and the policy wants a person to decide: it would fail otherwise.</summary>
    HeldByPolicy,
}
