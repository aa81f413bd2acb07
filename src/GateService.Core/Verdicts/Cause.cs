namespace GateService.Core.Verdicts;

/// <summary>Why a decision is what it is, where something is wrong.</summary>
public enum Cause
{
    /// <summary>Nothing was measured, or nothing could be judged.</summary>
    NothingMeasured,

    /// <summary>It passed in spite of errors of others.</summary>
    ErrorsOfOthers,

    /// <summary>Worse than stable, which is not affected alike.</summary>
    WorseThanStable,

    /// <summary>It makes a dependency fail, or fails at it where stable does not.</summary>
    HurtsDependency,

    /// <summary>Over its limit, and nothing serves beside it to compare with.</summary>
    OverLimitAlone,

    /// <summary>Stable has it alike.</summary>
    CommonCause,

    /// <summary>A dependency fails so many requests of both slices that too few are left to judge.</summary>
    UpstreamOutage,

    /// <summary>Stable was in trouble before the change began.</summary>
    StableUnhealthy,

    /// <summary>A dependency is suspected, and nothing settles it.</summary>
    SuspectedDependency,

    /// <summary>The change is suspected: half of the evidence is there, or it is starved.</summary>
    SuspectedChange,

    /// <summary>Stable reports nothing beside a canary that has only a share of the traffic.</summary>
    NoControl,

    /// <summary>The canary fell silent while stable was busy.</summary>
    CanarySilent,

    /// <summary>The canary's pods are gone and replaced, one after the other.</summary>
    PodsReplaced,

    /// <summary>Bad by young pods of the canary alone, and what comes after their warm-up is not known yet.</summary>
    YoungPods,

    /// <summary>Stable got worse since the canary began, and the canary did not.</summary>
    HurtsStable,

    /// <summary>The canary gets far fewer requests than its weight.</summary>
    MissingRequests,

    /// <summary>The slices have different clients, for all one can see.</summary>
    SampleRatio,

    /// <summary>New Relic could not be asked.</summary>
    NotAsked,

    /// <summary>The canary reports nothing.</summary>
    NoData,

    /// <summary>The canary reports too little.</summary>
    TooFewSamples,

    /// <summary>Neither harm nor harmlessness is shown.</summary>
    NotProven,

    /// <summary>Harm is shown, and the policy holds where it would fail.</summary>
    HeldByPolicy,
}
