namespace GateService.Core.Policies;

/// <summary>
/// What stands between a suspicion and an excuse. Each can be left out to measure what it is for (tests/GateService.Bench, "What each mechanism is for");
/// outside of that all are on, and no policy can say otherwise.
/// </summary>
internal sealed record Mechanisms
{
    public static Mechanisms All { get; } = new();

    /// <summary>An account is excused only where stable has it at a comparable rate. Off: wherever nothing speaks against it.</summary>
    public bool Corroboration { get; init; } = true;

    /// <summary>What the canary has more of than its share fails it. Off: it stays unresolved.</summary>
    public bool Excess { get; init; } = true;

    /// <summary>A canary that calls a failing dependency more often is to blame for it. Off: calls are not looked at.</summary>
    public bool Amplification { get; init; } = true;

    /// <summary>A canary that gives up sooner owns its timeouts. Off: the length of failed calls is not looked at.</summary>
    public bool GivingUp { get; init; } = true;

    /// <summary>Trouble that begins with a step is suspected. Off: when it began is not looked at.</summary>
    public bool DoseResponse { get; init; } = true;

    /// <summary>What nothing resolves counts against the limit as if it were the service's own. Off: it is left out.</summary>
    public bool Unresolved { get; init; } = true;

    /// <summary>Other services that call the same dependency are heard where stable is no control. Off: nobody is.</summary>
    public bool Witnesses { get; init; } = true;

    /// <summary>Without a control nothing is excused. Off: what names a dependency is left out there too.</summary>
    public bool AloneCounts { get; init; } = true;

    /// <summary>A dead canary is dead whoever it blames. Off: the emergency gate sees the service's own errors alone.</summary>
    public bool EmergencyCountsAll { get; init; } = true;

    /// <summary>An account bets from the bucket after its first error on. Off: from that error on, which it was chosen for.</summary>
    public bool BetsAfterFirstSight { get; init; } = true;

    /// <summary>Accounts share one error budget. Off: each has all of it.</summary>
    public bool SharedBudget { get; init; } = true;
}
