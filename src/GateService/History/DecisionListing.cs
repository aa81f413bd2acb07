using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Wire;

namespace GateService.History;

/// <summary>A page of decisions, newest first.</summary>
/// <param name="Decisions">May be fewer than asked for while there is a next page.</param>
/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record DecisionPage(IReadOnlyList<DecisionEntry> Decisions, string? Next);

/// <summary>One decision of a list or a timeline.</summary>
public sealed record DecisionEntry
{
    public required string Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The past moment that was asked for; null for a decision about its own present.</summary>
    public DateTimeOffset? AsOf { get; init; }

    public required string Team { get; init; }

    public required string Service { get; init; }

    /// <summary>Empty where the request named none.</summary>
    public required string Cluster { get; init; }

    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    public required string CanaryHash { get; init; }

    public required GateMode Mode { get; init; }

    public double? Weight { get; init; }

    public required Verdict Verdict { get; init; }

    public required double Score { get; init; }

    public required string Summary { get; init; }

    public required string Policy { get; init; }

    public required string Revision { get; init; }

    /// <summary>right, wrong or unsure; null without a label.</summary>
    public string? Label { get; init; }

    /// <summary>What was shipped; null where the caller did not say.</summary>
    public Change? Change { get; init; }

    internal static DecisionEntry Of(DecisionRow row) => new()
    {
        Id = row.Id,
        At = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
        AsOf = row.Past == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Moment),
        Team = row.Team,
        Service = row.Service,
        Cluster = row.Cluster,
        Namespace = row.Namespace,
        Rollout = row.Rollout,
        CanaryHash = row.CanaryHash,
        Mode = WireWords.Mode(row.Mode),
        Weight = row.Weight,
        Verdict = WireWords.Verdict(row.Verdict),
        Score = row.Score,
        Summary = row.Summary,
        Policy = row.Policy,
        Revision = row.Revision,
        Label = row.Label,
        Change = row.Gist is null ? null : DecisionGist.Read(row.Gist).Change,
    };
}

/// <summary>One version's rollout as its decisions tell it.</summary>
public sealed record RolloutTimeline
{
    /// <summary>Empty where its requests named none.</summary>
    public required string Cluster { get; init; }

    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    public required string CanaryHash { get; init; }

    /// <summary>Versions decided about, newest first; ask for one with <c>?hash=</c>.</summary>
    public required IReadOnlyList<string> Hashes { get; init; }

    /// <summary>In the order in which they were first decided about.</summary>
    public required IReadOnlyList<TimelineStep> Steps { get; init; }
}

/// <summary>One step, or the run beside the steps.</summary>
/// <param name="Step">What tells it from the others, e.g. <c>weight 5</c>, <c>index 2</c>, <c>background</c>.</param>
/// <param name="Weight">Canary share of traffic in percent; null beside the steps.</param>
/// <param name="Verdict">Of its last decision.</param>
/// <param name="Decisions">Oldest first.</param>
public sealed record TimelineStep(string Step, double? Weight, Verdict Verdict, IReadOnlyList<TimelineDecision> Decisions);

/// <summary>One decision with its numbers.</summary>
public sealed record TimelineDecision(DecisionEntry Decision, IReadOnlyList<ObjectivePoint> Objectives);

/// <summary>Was a decision right?</summary>
/// <param name="Label">right, wrong or unsure.</param>
/// <param name="Reason">Why, in a sentence; at most 1,000 characters.</param>
/// <param name="Who">Who says so; default: the token's name, which is kept beside it in any case.</param>
public sealed record LabelRequest(string? Label, string? Reason, string? Who)
{
    private static readonly string[] Labels = ["right", "wrong", "unsure"];

    /// <summary>Every fault by field; empty when it can be kept.</summary>
    internal Dictionary<string, string[]> Faults()
    {
        var faults = new Dictionary<string, string[]>();
        if (!Labels.Contains(Label))
        {
            faults["label"] = [$"'{Shown.Of(Label)}': expected right, wrong or unsure"];
        }

        foreach (var (field, text, longest) in new[] { ("reason", Reason, 1000), ("who", Who, 100) })
        {
            if (text?.Length > longest || (text is not null && !RequestValues.IsPlain(text)))
            {
                faults[field] = [$"expected one line of at most {longest} characters"];
            }
        }

        return faults;
    }
}

/// <summary>A label of a decision.</summary>
/// <param name="Label">right, wrong or unsure.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Who">Who says so, as they wrote it.</param>
/// <param name="SetBy">Name of the token or person that really set it; null where an earlier version kept it.</param>
/// <param name="At">When.</param>
public sealed record LabelResponse(string Label, string Reason, string Who, string? SetBy, DateTimeOffset At)
{
    internal static LabelResponse? Of(StoredLabel? label) =>
        label is null ? null : new LabelResponse(label.Label, label.Reason, label.Who, label.SetBy.Length == 0 ? null : label.SetBy, DateTimeOffset.FromUnixTimeMilliseconds(label.At));
}
