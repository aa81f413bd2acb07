using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// What would fail, or is suspicious or unresolved, is looked at once more without what young pods of the canary did (<see cref="YoungPods"/>). Where it is bad without them it stays what it
/// is; so it does where stable's pods start better at the same age. Else their warm-up is left out, as that of a step is; but it holds while they are not warm yet, and where
/// they served most of the window, and where New Relic could not say which pods are young. It never fails what did not fail before.
/// </summary>
internal static class ColdStart
{
    /// <summary>Whether the canary's pods are worth a question: something speaks against it, and some pod may have come in the midst of a step.</summary>
    /// <param name="plan">Of the evidence.</param>
    /// <param name="policy">Says how long pods are young.</param>
    /// <param name="findings">What was found without that.</param>
    public static bool MayExplain(EvidencePlan plan, GatePolicy policy, IReadOnlyList<Finding> findings) =>
        plan is { Slice: Slice.Canary, Judged: not null, Span.Buckets: > 1 } && policy.Sequential.WarmUp > TimeSpan.Zero && findings.Any(IsAccused);

    /// <param name="heard">What was found on all of the evidence.</param>
    /// <param name="evidence">All of it.</param>
    /// <param name="hear">What is found on other evidence.</param>
    public static Consideration Of(Consideration heard, GateEvidence evidence, Func<GateEvidence, Consideration> hear)
    {
        if (!heard.Findings.Any(IsAccused) || heard.Docket.Trials.All(trial => YoungPods.Of(trial) is null && trial.Evidence.CanaryPodsUnavailable is null))
        {
            return heard;
        }

        var warmed = new Lazy<Consideration>(() => hear(WithoutYoung.Of(evidence, heard.Docket, young => young.Warmed)));
        var all = new Lazy<Consideration>(() => hear(WithoutYoung.Of(evidence, heard.Docket, young => young.All)));
        var seconds = heard.Findings.Select(finding => Second(finding, heard.Docket, warmed, all)).ToList();
        var excused = heard.Findings.Zip(seconds).Where(pair => pair.Second.IsExcused).Select(pair => pair.First).ToList();
        return heard with
        {
            Findings = [.. seconds.Select(second => second.Finding).OfType<Finding>()],
            Attribution = excused.Exists(finding => finding.Kind == ObjectiveKind.Dependencies || heard.Docket.Trials.Any(trial => trial.Objective.IsAttributed && trial.Objective.Name == finding.Objective))
                ? warmed.Value.Attribution : heard.Attribution,
            Notes = excused.Count == 0 ? heard.Notes
                : [.. heard.Notes, $"what pods of the canary that came in the midst of a step did in their warm-up is left out of {string.Join(", ", excused.Select(finding => finding.Objective))}, which {Otherwise(excused)} by it"],
        };
    }

    private static string Otherwise(IReadOnlyList<Finding> excused) => excused.Any(finding => finding.Outcome == FindingOutcome.Tripped) ? "would have failed"
        : excused.Any(finding => finding.Undecided is UndecidedCause.Unresolved or UndecidedCause.NotProven) ? "would be held"
        : "would be suspicious";

    private static bool IsAccused(Finding finding) => finding.Kind is ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Latency or ObjectiveKind.Apdex or ObjectiveKind.RefusalRate or ObjectiveKind.Dependencies
        && (finding.Outcome == FindingOutcome.Tripped || finding.Undecided is UndecidedCause.Suspicious or UndecidedCause.HeldByPolicy || finding is { Kind: ObjectiveKind.Dependencies, Undecided: UndecidedCause.Unresolved } || finding is { Undecided: UndecidedCause.NotProven, IsBeyond: true });

    /// <summary>The finding that stands; null where nothing is left to find.</summary>
    private static (Finding? Finding, bool IsExcused) Second(Finding finding, Docket docket, Lazy<Consideration> warmed, Lazy<Consideration> all)
    {
        var trial = docket.Trials.FirstOrDefault(one => one.Objective.Name == finding.Objective && one.Objective.Kind == finding.Kind) ?? (finding.Kind == ObjectiveKind.Dependencies ? docket.Requests : null);
        if (finding.Outcome == FindingOutcome.Tripped && trial?.Evidence.CanaryPodsUnavailable is { } cause)
        {
            return (finding with
            {
                Outcome = FindingOutcome.Undecided,
                Undecided = UndecidedCause.Unavailable,
                Reason = finding.Reason with { Head = $"{finding.Reason.Head}, but whether only young pods are why could not be asked: {cause}" },
            }, false);
        }

        if (!IsAccused(finding) || trial is null || YoungPods.Of(trial) is not { } young)
        {
            return (finding, false);
        }

        // Cleared by those that are warm; else by those that are not yet; else at least less suspicious.
        if ((Clears(young.Warmed, warmed, IsCleared) ?? Clears(young.Warming, all, IsCleared) ?? Clears(young.Warmed, warmed, IsBetter) ?? Clears(young.Warming, all, IsBetter)) is not { } second)
        {
            return (finding, false);
        }

        var isOfWarmed = second == warmed;
        var lives = isOfWarmed ? young.Warmed : young.All;
        if (young.WorseThanStable(trial, lives) is { } worse)
        {
            var (bad, start) = (Nouns.Bad(trial.Objective, isGood: false), Start(young, trial));
            return (finding with
            {
                Reason = finding.Reason.With($"it is its young pods, and that is no warm-up: in {start} {Share(worse.CanaryBad, worse.CanaryExposure)} of their requests are {bad}, {Share(worse.StableBad, worse.StableExposure)} of those of stable's pods at that age"),
            }, false);
        }

        if (young.StillBad(trial, lives) is { } after)
        {
            return (finding with { Reason = finding.Reason.With($"it is its young pods, and that is no warm-up: {Share(after.CanaryBad, after.CanaryExposure)} of their requests are {Nouns.Bad(trial.Objective, isGood: false)} after {Start(young, trial)} too") }, false);
        }

        var counted = young.Counted(trial, lives);
        var said = $"{Nouns.Counted(counted.CanaryBad, Nouns.Bad(trial.Objective, isGood: false))} in {Nouns.Counted(counted.CanaryExposure, "requests")} of {Pods(lives)} in {Start(young, trial)}";
        return !isOfWarmed ? (Held(finding, $"{said}, and not warm yet"), false)
            : young.AreMost(trial, lives) ? (Held(finding, $"{said}, most of the window's requests: too little is left beside them"), false)
            : (Of(finding, warmed.Value) is { } rest ? rest with { Reason = rest.Reason.With($"without {said}: {(lives.Count == 1 ? "its" : "their")} warm-up{(rest.Kind == ObjectiveKind.Latency ? ", and shown as the limit that it keeps without them" : "")}") } : null, true);

        Lazy<Consideration>? Clears(IReadOnlyList<PodLife> lives, Lazy<Consideration> without, Func<Finding, Finding?, bool> how) => lives.Count > 0 && how(finding, Of(finding, without.Value)) ? without : null;
    }

    private static bool IsCleared(Finding finding, Finding? rest) => rest is null || !IsAccused(rest);

    /// <summary>What tripped is suspicious at the most.</summary>
    private static bool IsBetter(Finding finding, Finding? rest) => finding.Outcome == FindingOutcome.Tripped && rest?.Outcome != FindingOutcome.Tripped;

    private static Finding? Of(Finding finding, Consideration without) => without.Findings.FirstOrDefault(other => other.Kind == finding.Kind && other.Objective == finding.Objective);

    private static Finding Held(Finding finding, string said) => finding with
    {
        Outcome = FindingOutcome.Undecided,
        Undecided = UndecidedCause.YoungPods,
        Reason = finding.Reason with { Head = $"{finding.Reason.Head}, but only by young pods: {said}" },
    };

    private static string Pods(IReadOnlyList<PodLife> lives) => lives.Select(life => life.Pod.Pod).Distinct().Count() is var pods && pods == 1 ? "1 pod" : $"{pods} pods";

    /// <summary>For example <c>its first 2m</c>.</summary>
    private static string Start(YoungPods young, Trial trial) => $"the first {Durations.Say(young.Buckets * trial.Context.Window.Bucket)}";

    private static string Share(double bad, double exposure) => Quantity.Say(bad / exposure, Unit.Share);
}
