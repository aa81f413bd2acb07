using GateService.Core.Evidence;

namespace GateService.Gates;

/// <summary>The answer of the gate. Argo reads <c>result</c>; everything else is for people and tools.</summary>
public sealed record EvaluateResponse
{
    /// <summary>Score (0 to 100, 50 is exactly at a limit), verdict, and one line saying why: the one shape that Argo's dashboard both charts and shows.</summary>
    public required object[] Result { get; init; }

    /// <summary>pass, fail or inconclusive.</summary>
    public required string Verdict { get; init; }

    public required bool Passed { get; init; }

    public required double Score { get; init; }

    /// <summary>One line, most important first.</summary>
    public required string Summary { get; init; }

    /// <summary>The objectives whose threshold tripped.</summary>
    public required IReadOnlyList<ObjectiveResponse> Tripped { get; init; }

    /// <summary>Every finding, met ones too.</summary>
    public required IReadOnlyList<ObjectiveResponse> Objectives { get; init; }

    /// <summary>What was asked of New Relic; null when nothing was.</summary>
    public EvidenceResponse? Evidence { get; init; }

    /// <summary>The effective policy; null when there was none.</summary>
    public PolicyReference? Policy { get; init; }

    public required DecisionReference Decision { get; init; }

    /// <summary>Things to know that did not decide the verdict.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>One objective's finding.</summary>
public sealed record ObjectiveResponse
{
    public required string Objective { get; init; }

    public required string Kind { get; init; }

    /// <summary>met, tripped or undecided.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why undecided: noData, unavailable, tooFewSamples or commonCause; else null.</summary>
    public string? Undecided { get; init; }

    /// <summary>The judged slice's value, in <c>unit</c>; null without data.</summary>
    public double? Value { get; init; }

    /// <summary>The limit that applied at this weight, in <c>unit</c>.</summary>
    public required double Threshold { get; init; }

    /// <summary>"at most" or "at least".</summary>
    public required string Comparison { get; init; }

    /// <summary>share (0 to 1), score (0 to 1), seconds, count or perMinute.</summary>
    public required string Unit { get; init; }

    /// <summary>95 % interval of the value, low and high, where it is a share.</summary>
    public double[]? Interval { get; init; }

    /// <summary>What decided: absolute (the limit alone) or stable (limit and margin over stable).</summary>
    public required string Versus { get; init; }

    /// <summary>The judged slice: canary, stable or all.</summary>
    public required string Slice { get; init; }

    /// <summary>Stable's value at the same time; null without a control.</summary>
    public double? StableValue { get; init; }

    public required double Sample { get; init; }

    public required double StableSample { get; init; }

    public double? Score { get; init; }

    public required string Reason { get; init; }

    /// <summary>Names of the queries in <c>evidence.queries</c> that made these numbers.</summary>
    public required IReadOnlyList<string> Queries { get; init; }
}

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
