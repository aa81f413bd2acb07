using GateService.Core.Findings;
using GateService.Core.Words;

namespace GateService.Core.Verdicts;

/// <summary>Whose fault a decision found it to be, and why.</summary>
/// <param name="Fault">Whose.</param>
/// <param name="Cause">Why.</param>
/// <param name="Said">Why, in words.</param>
public sealed record Blame(Fault Fault, Cause Cause, Statement Said)
{
    /// <summary>Null where nothing is wrong.</summary>
    /// <param name="verdict">Of the decision.</param>
    /// <param name="telling">The finding that tells it; null where none does.</param>
    /// <param name="accountOf">The sentence of the largest account of errors that is of that fault; null where there is none.</param>
    public static Blame? Of(Verdict verdict, TellingFacts? telling, Func<Fault, Statement?> accountOf) => telling is null
        ? OfNothing(verdict, accountOf)
        : telling.Outcome switch
        {
            FindingOutcome.Met => OfNothing(verdict, accountOf),
            FindingOutcome.Tripped => OfTripped(telling, accountOf),
            FindingOutcome.Undecided => telling.Undecided is { } cause ? OfUndecided(cause, telling, accountOf) : OfNothing(verdict, accountOf),
        };

    private static Blame? OfNothing(Verdict verdict, Func<Fault, Statement?> accountOf) =>
        verdict == Verdict.Pass ? Excused(accountOf(Fault.Upstream)) : Undetermined(Cause.NothingMeasured, "nothing was measured");

    private static Blame OfTripped(TellingFacts tripped, Func<Fault, Statement?> accountOf) =>
        tripped.IsOfDependencies ? new Blame(Fault.SelfInflicted, Cause.HurtsDependency, accountOf(Fault.SelfInflicted) ?? tripped.Reason)
        : tripped.IsOfStable ? new Blame(Fault.SelfInflicted, Cause.HurtsStable, new Statement("this change: stable got worse when it came, and the canary did not"))
        : tripped.IsCompared ? new Blame(Fault.SelfInflicted, Cause.WorseThanStable, new Statement("this change: stable is not affected alike") { Because = tripped.Explanation })
        : Undetermined(Cause.OverLimitAlone, "nothing serves beside it to compare with", tripped.Explanation);

    private static Blame OfUndecided(UndecidedCause cause, TellingFacts telling, Func<Fault, Statement?> accountOf) => cause switch
    {
        UndecidedCause.HeldByPolicy => OfTripped(telling, accountOf) with { Cause = Cause.HeldByPolicy },
        UndecidedCause.CommonCause => Undetermined(Cause.CommonCause, "stable suffers alike: not shown to be this change"),
        UndecidedCause.UpstreamOutage => new Blame(Fault.Upstream, Cause.UpstreamOutage, accountOf(Fault.Upstream) ?? new Statement("a dependency fails for both slices")),
        UndecidedCause.StableUnhealthy => Undetermined(Cause.StableUnhealthy, "stable was in trouble before this change began"),
        UndecidedCause.Unresolved or UndecidedCause.Uncorroborated =>
            new Blame(Fault.Undetermined, Cause.SuspectedDependency, accountOf(Fault.Undetermined) ?? new Statement("a dependency is suspected, and nothing corroborates it")),
        UndecidedCause.Suspicious => Undetermined(Cause.SuspectedChange, "this change is suspected", telling.Explanation),
        UndecidedCause.NoControl => Undetermined(Cause.NoControl, "stable reports nothing beside it: nobody can tell this change from an outage that both share"),
        UndecidedCause.Silent => Undetermined(Cause.CanarySilent, telling.IsOfGauge ? telling.Reason.Head : "the canary reports nothing while stable is busy: it died, or its telemetry is late or lost"),
        UndecidedCause.PodsReplaced => Undetermined(Cause.PodsReplaced, "the canary's pods are replaced one after the other: what ends them is not known"),
        UndecidedCause.YoungPods => Undetermined(Cause.YoungPods, "young pods of the canary, which may only have to warm up", telling.Explanation),
        UndecidedCause.HurtsStable => Undetermined(Cause.HurtsStable, "stable got worse since the canary began, and the canary did not: the change may break what both share"),
        UndecidedCause.MissingRequests => Undetermined(Cause.MissingRequests, "requests of the canary are missing: they fail before the application sees them, the router does not follow the weight, or pods do not tell their name"),
        UndecidedCause.SampleRatio => Undetermined(Cause.SampleRatio, "the slices have different clients, for all one can see: they cannot be compared"),
        UndecidedCause.Unavailable => Undetermined(Cause.NotAsked, "New Relic could not be asked"),
        UndecidedCause.NoData => Undetermined(Cause.NoData, telling.Reason.Head),
        UndecidedCause.TooFewSamples => Undetermined(Cause.TooFewSamples, "the canary reports too little to say"),
        UndecidedCause.NotProven => Undetermined(Cause.NotProven, "no harm is shown, and no proof of harmlessness"),
    };

    /// <summary>What passed in spite of errors that were not its own.</summary>
    private static Blame? Excused(Statement? account) => account is null ? null : new Blame(Fault.Upstream, Cause.ErrorsOfOthers, account with { Head = $"excused: {account.Head}" });

    private static Blame Undetermined(Cause cause, string head, string? because = null) => new(Fault.Undetermined, cause, new Statement(head) { Because = because });
}
