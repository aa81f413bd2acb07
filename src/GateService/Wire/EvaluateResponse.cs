using System.Text.Json.Serialization;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>The answer of the gate. Argo reads <c>result</c>; everything else is for people and tools.</summary>
public sealed record EvaluateResponse
{
    /// <summary>Score (0 to 100, 50 is exactly at a limit), verdict, and one line saying why: the one shape that Argo's dashboard both charts and shows.</summary>
    public required object[] Result { get; init; }

    /// <summary>pass, fail or inconclusive.</summary>
    public required Verdict Verdict { get; init; }

    public required bool Passed { get; init; }

    public required double Score { get; init; }

    /// <summary>One line, most important first.</summary>
    public required string Summary { get; init; }

    /// <summary>The objectives whose threshold tripped.</summary>
    public required IReadOnlyList<ObjectiveResponse> Tripped { get; init; }

    /// <summary>Every finding, met ones too.</summary>
    public required IReadOnlyList<ObjectiveResponse> Objectives { get; init; }

    /// <summary>The smallest regression that ten minutes of this traffic can show; null where no objective was weighed.</summary>
    public string? Power { get; init; }

    /// <summary>Whose fault the errors are; null where they were not told apart.</summary>
    public AttributionResponse? Attribution { get; init; }

    /// <summary>What was asked of New Relic; null when nothing was.</summary>
    public EvidenceResponse? Evidence { get; init; }

    /// <summary>The effective policy; null when there was none.</summary>
    public PolicyReference? Policy { get; init; }

    /// <summary>Where to read this again; null where nothing was decided, because the request could not be taken.</summary>
    public required DecisionReference? Decision { get; init; }

    /// <summary>Things to know that did not decide the verdict.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>One objective's finding.</summary>
public sealed record ObjectiveResponse
{
    public required string Objective { get; init; }

    public required ObjectiveKind Kind { get; init; }

    /// <summary>met, tripped or undecided.</summary>
    public required FindingOutcome Outcome { get; init; }

    /// <summary>Why undecided: noData, unavailable, tooFewSamples, commonCause, noControl, silent, missingRequests, podsReplaced, youngPods, hurtsStable, sampleRatio, unresolved, uncorroborated, upstreamOutage, stableUnhealthy, suspicious, notProven or heldByPolicy (it would fail, and the policy holds it); else null.</summary>
    public UndecidedCause? Undecided { get; init; }

    /// <summary>The judged slice's value, in <c>unit</c>; null without data.</summary>
    public double? Value { get; init; }

    /// <summary>The limit that applied at this weight, in <c>unit</c>; of dependencies the floor from which their errors are looked at.</summary>
    public required double Threshold { get; init; }

    /// <summary>Stable is the limit and reports nothing: <c>threshold</c> is a number that nothing is beyond, and none to show.</summary>
    public bool Unlimited { get; init; }

    /// <summary>The threshold; null where nothing limits the value.</summary>
    [JsonIgnore]
    public double? Limit => Unlimited ? null : Threshold;

    /// <summary>"at most" or "at least".</summary>
    [JsonConverter(typeof(ComparisonWords))]
    public required Comparison Comparison { get; init; }

    /// <summary>share (0 to 1), score (0 to 1), seconds, count, perMinute or perRequest.</summary>
    public required Unit Unit { get; init; }

    /// <summary>95 % interval of the value, low and high, where it is a share, a score or a mean.</summary>
    public double[]? Interval { get; init; }

    /// <summary>What decided: absolute (the limit alone) or stable (limit and margin over stable).</summary>
    public required Versus Versus { get; init; }

    /// <summary>The judged slice: canary, stable or all.</summary>
    public required Slice Slice { get; init; }

    /// <summary>Stable's value at the same time; null without a control.</summary>
    public double? StableValue { get; init; }

    public required double Sample { get; init; }

    public required double StableSample { get; init; }

    public double? Score { get; init; }

    /// <summary>How the sequential judge weighed it; null where the threshold judge decided.</summary>
    public JudgementResponse? Judgement { get; init; }

    public required string Reason { get; init; }

    /// <summary>Names of the queries in <c>evidence.queries</c> that made these numbers.</summary>
    public required IReadOnlyList<string> Queries { get; init; }
}

/// <summary>How the sequential judge weighed an objective. Evidence is in nats, the natural logarithm of a betting wealth.</summary>
public sealed record JudgementResponse
{
    /// <summary>ordinary, or emergency: half of all requests fail.</summary>
    public required GateKind Gate { get; init; }

    /// <summary>How many times as bad as stable the canary may be; null without a control.</summary>
    public double? Margin { get; init; }

    /// <summary>The counts behind the evidence, since the rollout began; null for means.</summary>
    public TestedResponse? Tested { get; init; }

    /// <summary>The counts behind the comparison with stable where they are others (latency, rates); else null.</summary>
    public TestedResponse? Compared { get; init; }

    /// <summary>Evidence now that the canary is over the limit.</summary>
    public double? OverLimit { get; init; }

    /// <summary>Evidence at which that is shown: less than <c>failsAt</c> where it takes being worse than stable too; null without a limit.</summary>
    public double? OverLimitFailsAt { get; init; }

    /// <summary>Evidence now that it is worse than stable by the margin; null without a control.</summary>
    public double? WorseThanStable { get; init; }

    /// <summary>Largest evidence of harm since the rollout began: of both kinds together, so the smaller of the two as parts of the way to their lines, in nats of <c>failsAt</c>.</summary>
    public required double Harm { get; init; }

    /// <summary>Evidence of harm at which the objective trips.</summary>
    public required double FailsAt { get; init; }

    /// <summary>When it did; else null.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Evidence that the canary is within the step's proof boundary.</summary>
    public required double Harmless { get; init; }

    /// <summary>Evidence at which that is proven.</summary>
    public required double ProvenAt { get; init; }

    /// <summary>How many times wider than limit and margin that boundary is at this step.</summary>
    public required double Proof { get; init; }

    /// <summary>Canary's value over stable's: low and high end of a 95 % interval that holds at every look; null where there is none.</summary>
    public double[]? Ratio { get; init; }

    /// <summary>Buckets weighed since the rollout began, warm-up left out.</summary>
    public required int Buckets { get; init; }

    /// <summary>Stable's pods that were learnt from.</summary>
    public required int StablePods { get; init; }

    /// <summary>Excess scatter of stable's buckets before the rollout; 1 is none.</summary>
    public required double Dispersion { get; init; }

    /// <summary>How much stable's pods differ for minutes on end, 0 to 1.25.</summary>
    public required double SlowImbalance { get; init; }

    /// <summary>How far it is from failing, or from proof.</summary>
    public string? Flip { get; init; }

    /// <summary>The smallest regression that ten minutes of this traffic can show.</summary>
    public string? Power { get; init; }

    /// <summary>Evidence of harm after each bucket.</summary>
    public required IReadOnlyList<double> Trajectory { get; init; }
}

/// <summary>What was put to the test since the rollout began, warm-up left out.</summary>
/// <param name="What">The event that is counted.</param>
/// <param name="Events">Of the canary; fractional for Apdex.</param>
/// <param name="Exposure">Requests, events or minutes of the canary.</param>
/// <param name="StableEvents">Of stable; null without a control.</param>
/// <param name="StableExposure">Of stable; null without a control.</param>
/// <param name="Share">Events over exposure.</param>
/// <param name="Interval">95 % interval of the share that holds at every look; null without exposure.</param>
/// <param name="Limit">The share that stands at the limit of this step; null where stable is what it is held against.</param>
public sealed record TestedResponse(
    string What, double Events, double Exposure, double? StableEvents, double? StableExposure, double Share, double[]? Interval, double? Limit);

/// <summary>What the verdict rests on.</summary>
/// <param name="Window">The stretch of telemetry that was judged.</param>
/// <param name="Canary">Observations of the judged slice per objective.</param>
/// <param name="Stable">Observations of the control per objective.</param>
/// <param name="Queries">Every query, so that each number can be checked.</param>
/// <param name="Posts">Requests sent to NerdGraph.</param>
public sealed record EvidenceResponse(
    WindowResponse Window, IReadOnlyDictionary<string, double> Canary, IReadOnlyDictionary<string, double> Stable, IReadOnlyList<QueryRecord> Queries, int Posts);

/// <summary>A stretch of telemetry.</summary>
/// <param name="Begin">Inclusive.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Length">For people, e.g. 10m.</param>
/// <param name="BucketSeconds">Width of one bucket.</param>
public sealed record WindowResponse(DateTimeOffset Begin, DateTimeOffset End, string Length, double BucketSeconds);

/// <summary>Which policy judged.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">Hash of its effective values.</param>
public sealed record PolicyReference(string Name, string Revision);

/// <summary>Where this decision is kept.</summary>
/// <param name="Id">Sorts by time.</param>
/// <param name="Url">Where to read it again.</param>
public sealed record DecisionReference(string Id, string Url);
