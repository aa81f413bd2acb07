using GateService.Core.Verdicts;
using GateService.Wire;

namespace GateService.History;

/// <summary>How often the gate was right, by what people said. Only labelled decisions count, and it says how many were not.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Rows">By team and policy.</param>
public sealed record Scoreboard(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ScoreboardRow> Rows);

/// <summary>One team under one policy.</summary>
public sealed record ScoreboardRow
{
    public required string Team { get; init; }

    public required string Policy { get; init; }

    /// <summary>All decisions, labelled or not.</summary>
    public required long Decisions { get; init; }

    public required long Labelled { get; init; }

    /// <summary>Labelled unsure: they count neither way.</summary>
    public required long Unsure { get; init; }

    /// <summary>Fails labelled right.</summary>
    public required long TruePositives { get; init; }

    /// <summary>Fails labelled wrong: rollouts stopped for nothing.</summary>
    public required long FalsePositives { get; init; }

    /// <summary>Passes labelled right.</summary>
    public required long TrueNegatives { get; init; }

    /// <summary>Passes labelled wrong: bad versions let through.</summary>
    public required long FalseNegatives { get; init; }

    /// <summary>Inconclusive ones labelled right: nobody could have known.</summary>
    public required long RightlyHeld { get; init; }

    /// <summary>Inconclusive ones labelled wrong: the gate should have known.</summary>
    public required long WronglyHeld { get; init; }

    /// <summary>Of the labelled fails, the share that was right; null without any.</summary>
    public double? Precision { get; init; }

    /// <summary>Of the labelled bad versions, the share that was failed; null without any.</summary>
    public double? Recall { get; init; }

    /// <summary>Fails without a label: what the precision does not know.</summary>
    public required long UnlabelledFails { get; init; }

    /// <summary>Passes without a label: what the recall does not know.</summary>
    public required long UnlabelledPasses { get; init; }

    internal static ScoreboardRow Of(string team, string policy, IReadOnlyList<LabelCount> counts)
    {
        long Count(Verdict verdict, string label) => counts.Where(count => WireWords.Verdict(count.Verdict) == verdict && count.Label == label).Sum(count => count.Count);
        var (tp, fp, tn, fn) = (Count(Verdict.Fail, "right"), Count(Verdict.Fail, "wrong"), Count(Verdict.Pass, "right"), Count(Verdict.Pass, "wrong"));
        return new ScoreboardRow
        {
            Team = team,
            Policy = policy,
            Decisions = counts.Sum(count => count.Count),
            Labelled = counts.Where(count => count.Label.Length > 0).Sum(count => count.Count),
            Unsure = counts.Where(count => count.Label == "unsure").Sum(count => count.Count),
            TruePositives = tp,
            FalsePositives = fp,
            TrueNegatives = tn,
            FalseNegatives = fn,
            RightlyHeld = Count(Verdict.Inconclusive, "right"),
            WronglyHeld = Count(Verdict.Inconclusive, "wrong"),
            Precision = Share(tp, tp + fp),
            Recall = Share(tp, tp + fn),
            UnlabelledFails = Count(Verdict.Fail, ""),
            UnlabelledPasses = Count(Verdict.Pass, ""),
        };
    }

    private static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
