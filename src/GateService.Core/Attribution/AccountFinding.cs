using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Attribution;

/// <summary>What was concluded about one account, with everything a person needs to check it.</summary>
public sealed record AccountFinding
{
    public required Account Account { get; init; }

    public required AccountDecision Decision { get; init; }

    /// <summary>The control are other services' calls, because stable is none.</summary>
    public bool IsWitnessed { get; init; }

    /// <summary>It gives up sooner, and fails fewer requests than stable for certain: that holds nobody.</summary>
    public bool CostsNothing { get; init; }

    /// <summary>Failed requests put to the test, and the requests they are out of: both slices, warm-up left out. Of an excuse from the first on, of all else from the bucket after it.</summary>
    public required CountPair Tested { get; init; }

    /// <summary>All of them from their first sight on, warm-up left out where anything came after it: what a bet on the next bucket leaves aside, and buckets in which nothing serves beside the canary, too.</summary>
    public CountPair Seen { get; init; }

    /// <summary>From when on <see cref="Seen"/> counts.</summary>
    public DateTimeOffset? SeenSince { get; init; }

    /// <summary>Canary's share of them over stable's, 95 % at every look; null without a control.</summary>
    public Interval? Ratio { get; init; }

    /// <summary>Calls per request, canary over stable; null where they are not known, and where stable makes none.</summary>
    public double? CallRatio { get; init; }

    /// <summary>Whose calls those are, where agents count those of many together: other services, or datastores. Null where traces tell the dependency's own.</summary>
    public string? CallsTogether { get; init; }

    /// <summary>Largest evidence of an excess over floor and margin, in nats.</summary>
    public double Harm { get; init; }

    /// <summary>Evidence at which an excess is shown: ln 1/α of this account.</summary>
    public double FailsAt { get; init; }

    /// <summary>Evidence that the canary has less than the alibi's margin times stable's share, in nats; -1000 where nothing was tested.</summary>
    public double Harmless { get; init; }

    /// <summary>Evidence at which that is shown.</summary>
    public double ProvenAt { get; init; }

    /// <summary>Evidence of an excess after each bucket.</summary>
    public IReadOnlyList<double> Trajectory { get; init; } = [];

    /// <summary>
    /// How much likelier these errors are if the canary has as many as stable than if it has the alibi's margin times as many, in nats; 0 without a control. Most of what <see cref="Harmless"/> is made of;
    /// below what corroborates it excuses nothing.
    /// </summary>
    public double AsStable { get; init; }

    /// <summary>Chance that an independent outage begins this soon after a step; null where its begin is not near one.</summary>
    public double? ChanceOfOnset { get; init; }

    /// <summary>The pod of stable that has most of stable's, where it is no witness; null elsewhere.</summary>
    public string? IllPod { get; init; }

    /// <summary>The decision and its ground in one sentence.</summary>
    public required Statement Reason { get; init; }

    /// <summary>The canary's fault.</summary>
    public bool IsSelfInflicted => Decision is AccountDecision.Excess or AccountDecision.Amplified || (Decision == AccountDecision.GivesUpSooner && !CostsNothing);

    /// <summary>It fails the rollout by itself.</summary>
    public bool Fails => Decision is AccountDecision.Excess or AccountDecision.Amplified;

    public bool IsExcused => Decision is AccountDecision.Corroborated;

    /// <summary>Of the canary's errors not one can be held against it: they are of one bucket, the first, or nothing serves beside the canary since.</summary>
    public bool IsUnweighed => Tested.CanaryBad <= 0 && Seen.CanaryBad > 0;

    /// <summary>Both slices have them: the canary at least half of stable's share.</summary>
    public bool IsShared => Tested.CanaryBad * Tested.StableExposure >= Half * Tested.StableBad * Tested.CanaryExposure;

    /// <summary>
    /// Nobody is sure, and nothing speaks against it: stable has as many, rather than half. It names whose errors they probably are and excuses none of them; a step that asks for no proof does not ask for
    /// it of these either (<see cref="Judging.Origins.UnresolvedErrors"/>).
    /// </summary>
    public bool IsProbablyUpstream => Decision is AccountDecision.Unsettled or AccountDecision.TooFew && AsStable >= Probable;

    /// <summary>Of stable's share.</summary>
    private const double Half = 0.5;

    /// <summary>Two to one.</summary>
    private static readonly double Probable = Math.Log(2);
}
