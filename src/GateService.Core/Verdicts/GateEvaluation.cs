using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Verdicts;

/// <summary>The outcome of one evaluation, whole: what was asked, what was learnt, what was concluded.</summary>
public sealed record GateEvaluation
{
    public required GateRequest Request { get; init; }

    /// <summary>What is shipped, as the request says it; its runbook is the policy's where the request says none. Null where neither says anything.</summary>
    public Change? WhatChanged() => Policy?.Runbook is { } runbook && Request.Change?.Runbook is null ? (Request.Change ?? new Change()) with { Runbook = runbook } : Request.Change;

    public required Verdict Verdict { get; init; }

    /// <summary>0 to 100, always finite: the lowest score of all findings with a value; 50 is exactly at a limit; 0 without any value.</summary>
    public required double Score { get; init; }

    /// <summary>One line for people, most important first, at most <see cref="Verdicts.Summary.Longest"/> characters, no control characters and no <c>&lt; &gt; &amp;</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>Every finding, in the policy's order; empty when nothing could be judged.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The effective policy; null when none could be resolved.</summary>
    public GatePolicy? Policy { get; init; }

    /// <summary>The window judged; null when nothing was planned.</summary>
    public EvaluationWindow? Window { get; init; }

    /// <summary>What was to be learnt; null when nothing was planned. With it the evidence can be judged again.</summary>
    public EvidencePlan? Plan { get; init; }

    /// <summary>What New Relic said; null when it was not asked.</summary>
    public GateEvidence? Evidence { get; init; }

    /// <summary>Whose fault the errors are; null where they were not told apart.</summary>
    public ErrorAttribution? Attribution { get; init; }

    /// <summary>The finding that people should read first; null where all are met or there is none.</summary>
    public Finding? Deciding => TellingOrder.Of(Findings) is [var first, ..] ? first : null;

    /// <summary>Whose fault it is and why; null where nothing is wrong.</summary>
    public Blame? Blame => Accusation.Of(Verdict, Deciding, Attribution);

    /// <summary>What to do next.</summary>
    public Advice Advice => Counsel.Of(Verdict, Blame?.Cause);

    /// <summary>Things the caller should know that did not decide the verdict.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
