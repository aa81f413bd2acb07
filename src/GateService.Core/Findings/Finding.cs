using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Findings;

/// <summary>What was concluded about one objective, with everything a person needs to check it.</summary>
public sealed record Finding
{
    public required string Objective { get; init; }

    public required ObjectiveKind Kind { get; init; }

    public required FindingOutcome Outcome { get; init; }

    /// <summary>Set exactly when <see cref="Outcome"/> is <see cref="FindingOutcome.Undecided"/>.</summary>
    public UndecidedCause? Undecided { get; init; }

    /// <summary>The judged slice's value in <see cref="Unit"/>; null without data.</summary>
    public double? Value { get; init; }

    /// <summary>
    /// The limit that applied at this step's weight, in <see cref="Unit"/>; where stable is the limit, the value at which the judged slice counts as worse than it, and
    /// without stable's value one that nothing is beyond.
    /// </summary>
    public required double Threshold { get; init; }

    /// <summary>Stable is the limit and reports nothing: <see cref="Threshold"/> is nobody's limit then, and none to show.</summary>
    public bool IsUnlimited { get; init; }

    public required Comparison Comparison { get; init; }

    public required Unit Unit { get; init; }

    /// <summary>95 % interval of the value where it is a share, a score or a mean, else null: Wilson's score interval, or one that holds at every look where the sequential judge weighed it.</summary>
    public Interval? Interval { get; init; }

    /// <summary>Whose errors those of the account are that decided; of the finding of dependencies alone.</summary>
    public SignatureOrigin? Origin { get; init; }

    /// <summary>Of the finding of dependencies where the errors are of several accounts: each with its share of the requests, largest first; else empty.</summary>
    public IReadOnlyList<string> Shares { get; init; } = [];

    /// <summary>Of the finding of dependencies: share of the window's requests, 0 to 1, that failed by what nothing excuses, though it fails nobody; null where all is excused.</summary>
    public double? Unresolved { get; init; }

    public required Versus Versus { get; init; }

    public required Slice Slice { get; init; }

    /// <summary>Stable's value at the same time; null without a control.</summary>
    public double? StableValue { get; init; }

    /// <summary>When stable last served in the window, where most of what is judged came after that, so that its value is no comparison; null where it is one, and without a control.</summary>
    public DateTimeOffset? StableUntil { get; init; }

    /// <summary>The value is on the wrong side of its limit; false at it, and without a value.</summary>
    public bool IsBeyond => Comparison == Comparison.AtMost ? Value > Threshold : Value < Threshold;

    /// <summary>Observations in the judged slice.</summary>
    public double Sample { get; init; }

    /// <summary>Observations are readings of a gauge, not what it was read from.</summary>
    public bool IsOfReadings { get; init; }

    /// <summary>Bad observations in the judged slice; null where the objective is not a count.</summary>
    public double? Bad { get; init; }

    /// <summary>How many of <see cref="Bad"/> stand in place of failures that stable has and the judged slice has not, and are not held against it; null where all are.</summary>
    public double? InPlace { get; init; }

    public double StableSample { get; init; }

    public double? StableBad { get; init; }

    /// <summary>0 to 100: 50 is exactly at the limit, 100 as far from it as can be; below 50 wherever it tripped, and 50 or more wherever it is met. Null without a value, unless it tripped.</summary>
    public double? Score { get; init; }

    /// <summary>How the sequential judge weighed it; null where another judge decided.</summary>
    public Judgement? Judgement { get; init; }

    /// <summary>One sentence a person on call can act on.</summary>
    public required Statement Reason { get; init; }

    /// <summary>Names of the queries that made the numbers.</summary>
    public IReadOnlyList<string> Queries { get; init; } = [];
}
