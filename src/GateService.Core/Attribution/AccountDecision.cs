namespace GateService.Core.Attribution;

/// <summary>What became of the suspicion that errors come from elsewhere.</summary>
public enum AccountDecision
{
    /// <summary>The canary has more of them than stable by the margin: a bad address, a lost retry, an exhausted pool.</summary>
    Excess,

    /// <summary>The canary calls the dependency more often, and it fails: the canary hurts it, for both slices.</summary>
    Amplified,

    /// <summary>The canary waits less long than stable before it gives up.</summary>
    GivesUpSooner,

    /// <summary>Stable has them at a comparable rate, and nothing speaks against it: excused.</summary>
    Corroborated,

    /// <summary>The dependency's trouble began with a step of the canary, in both slices: held, not excused.</summary>
    BeganWithStep,

    /// <summary>The canary calls it more often; its errors are not shown to be more yet.</summary>
    CallsMore,

    /// <summary>Stable has as many, but what was traced of the canary's failed at another dependency than stable's: too little to tell them apart, and to excuse them.</summary>
    FailsElsewhere,

    /// <summary>Whether the canary calls it more often could not be asked: nothing is excused by what New Relic did not say.</summary>
    CallsUnknown,

    /// <summary>Half of the evidence for an excess is there.</summary>
    Suspicious,

    /// <summary>Nothing serves beside the canary that could corroborate them.</summary>
    NoControl,

    /// <summary>Enough of them, and neither more than its share nor comparable with stable's for certain.</summary>
    Unsettled,

    /// <summary>Too few to tell.</summary>
    TooFew,
}
