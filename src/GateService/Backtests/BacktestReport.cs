using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Backtests;

/// <summary>Kept decisions judged under changed policies: what would have been decided otherwise, why, and what cannot be told.</summary>
public sealed record BacktestReport
{
    /// <summary>Of the oldest decision read; null where there was none.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Of the newest.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Decisions read.</summary>
    public required int Decisions { get; init; }

    /// <summary>There are older ones that were not read.</summary>
    public required bool More { get; init; }

    /// <summary>The verdict is the same.</summary>
    public required int Same { get; init; }

    /// <summary>The verdict is another, and all that it rests on was kept.</summary>
    public required int Changed { get; init; }

    /// <summary>Of these, the changed ones that the policies of the day would decide otherwise today, too: the gate changed since, not the policy.</summary>
    public required int ChangedByGate { get; init; }

    /// <summary>Not told: the changed policy needs evidence that was not kept.</summary>
    public required int NotKept { get; init; }

    /// <summary>Never came to judging, so that there is nothing to judge again.</summary>
    public required int NotJudged { get; init; }

    /// <summary>Kept by a later version of the gate, or spoilt.</summary>
    public required int Unreadable { get; init; }

    /// <summary>From which verdict to which, most decisions first; what was not kept is not among them.</summary>
    public required IReadOnlyList<BacktestTransition> Transitions { get; init; }

    /// <summary>By the labels: what was decided.</summary>
    public required BacktestScore Before { get; init; }

    /// <summary>By the same labels: what would be.</summary>
    public required BacktestScore After { get; init; }

    /// <summary>What was not kept, and for how many decisions; most first, at most 20.</summary>
    public required IReadOnlyList<BacktestGap> Gaps { get; init; }

    /// <summary>Decisions with another verdict, newest first, then those that cannot be told; at most as many as were asked for.</summary>
    public required IReadOnlyList<BacktestChange> Changes { get; init; }

    /// <summary>How long it took.</summary>
    public required long Milliseconds { get; init; }
}

/// <summary>Decisions that went from one verdict to another.</summary>
/// <param name="From">As it was.</param>
/// <param name="To">As it would be.</param>
/// <param name="Decisions">How many.</param>
/// <param name="Rollouts">Of how many versions.</param>
/// <param name="Objectives">What told, before or after: the objectives by how often they did, most first.</param>
public sealed record BacktestTransition(Verdict From, Verdict To, int Decisions, int Rollouts, IReadOnlyList<BacktestGap> Objectives);

/// <summary>Something and how many decisions it is of.</summary>
/// <param name="What">In words, or the name of an objective.</param>
/// <param name="Decisions">How many.</param>
public sealed record BacktestGap(string What, int Decisions);

/// <summary>One decision that would be another, or that cannot be told.</summary>
public sealed record BacktestChange
{
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Team { get; init; }

    public required string Service { get; init; }

    /// <summary>Empty where the request named none.</summary>
    public required string Cluster { get; init; }

    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    public required string CanaryHash { get; init; }

    public required GateMode Mode { get; init; }

    public double? Weight { get; init; }

    /// <summary>right, wrong or unsure; null without a label.</summary>
    public string? Label { get; init; }

    public required BacktestVerdict Before { get; init; }

    public required BacktestVerdict After { get; init; }

    /// <summary>What the changed policy needs and was not kept; empty where there was all of it.</summary>
    public required IReadOnlyList<string> NotKept { get; init; }

    /// <summary>The policy of the day decides it otherwise today, too.</summary>
    public required bool ByGate { get; init; }
}

/// <summary>A verdict, its sentence and what it was judged by.</summary>
/// <param name="Verdict">Of the decision.</param>
/// <param name="Summary">Its sentence.</param>
/// <param name="Policy">Name; null where none could be resolved.</param>
/// <param name="Revision">Of the policy.</param>
public sealed record BacktestVerdict(Verdict Verdict, string Summary, string? Policy, string? Revision);
