using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Trials;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// Whether it must be asked whose fault failed requests are and where the time goes, before anybody knows: where a finding is not met, and where one that is met might
/// not be once some errors are booked elsewhere, however they are booked. Where neither is so, the answers could change nothing: they are not asked for.
/// </summary>
internal static class Unexplained
{
    /// <param name="plan">What was asked first.</param>
    /// <param name="evidence">What was answered.</param>
    /// <param name="docket">The same as trials.</param>
    /// <param name="findings">What is concluded from it alone.</param>
    /// <param name="judgeOf">Who decides about an objective.</param>
    public static OpenQuestions Of(EvidencePlan plan, GateEvidence evidence, Docket docket, IReadOnlyList<Finding> findings, Func<Objective, IJudge> judgeOf) => new(
        evidence.Symptoms is { MayBeExpected: true }
            || (plan.Attribution is { } settings && docket.Requests is { } requests
                && (IsSlow(plan, evidence.Symptoms, requests, findings) || CallsMore(settings, evidence.Symptoms) || IsFailing(plan, settings, evidence.Symptoms, docket, requests, findings, judgeOf))),
        docket.Trials.Any(trial => trial.Objective is LogErrorsObjective && trial.Evidence.Judged.Buckets.Any(bucket => bucket.Bad > 0)),
        docket.Trials.Any(trial => trial.Objective is PodHealthObjective { Signal: PodSignal.Restarts } && trial.Evidence.Judged.Buckets.Any(bucket => bucket.Mean is { } restarts && MinutesOverLimit.IsOver(trial.Objective, restarts, plan.Weight))));

    /// <summary>A starved canary is held although it keeps its limits, and a slow one says where its time goes.</summary>
    private static bool IsSlow(EvidencePlan plan, Symptoms? symptoms, Trial requests, IReadOnlyList<Finding> findings)
    {
        var ofTime = findings.Where(finding => finding.Kind is ObjectiveKind.Latency or ObjectiveKind.Apdex).ToList();
        return ofTime.Exists(finding => finding.Outcome == FindingOutcome.Tripped || (finding.Undecided is { } cause && IsOfTime(cause)))
            || (ofTime.Count > 0 && plan.Telemetry.Calls is { CountsOnRequests: true } && Serves(requests.Evidence.Judged) && Serves(requests.Evidence.Control) && TimeOrigin.IsSlowerBy(symptoms) != false);

        bool Serves(SliceEvidence slice) => slice.Buckets.Any(bucket => bucket.Begin >= requests.Context.Window.Begin && bucket.Exposure > 0);
    }

    /// <summary>It is worth a note, because it may be meant; the note says what is called.</summary>
    private static bool CallsMore(AttributionSettings settings, Symptoms? symptoms) => symptoms is { JudgedMeans: { } canary, ControlMeans: { } stable }
        && (canary.ExternalCalls > settings.CallMargin * stable.ExternalCalls || canary.DatabaseCalls > settings.CallMargin * stable.DatabaseCalls);

    /// <summary>The canary's time is what holds it; anything else is missing yet, or has reasons of its own.</summary>
    private static bool IsOfTime(UndecidedCause cause) => cause switch
    {
        UndecidedCause.CommonCause or UndecidedCause.Suspicious or UndecidedCause.HeldByPolicy or UndecidedCause.YoungPods => true,
        UndecidedCause.NoData or UndecidedCause.Unavailable or UndecidedCause.TooFewSamples or UndecidedCause.NoControl or UndecidedCause.Silent or UndecidedCause.MissingRequests or UndecidedCause.PodsReplaced or UndecidedCause.HurtsStable
            or UndecidedCause.SampleRatio or UndecidedCause.Unresolved or UndecidedCause.Uncorroborated or UndecidedCause.UpstreamOutage or UndecidedCause.StableUnhealthy or UndecidedCause.NotProven => false,
    };

    private static bool IsFailing(
        EvidencePlan plan, AttributionSettings settings, Symptoms? symptoms, Docket docket, Trial requests, IReadOnlyList<Finding> findings, Func<Objective, IJudge> judgeOf)
    {
        if (symptoms is null || symptoms.Judged.Count != requests.Evidence.Judged.Buckets.Count)
        {
            return true;
        }

        var attributed = docket.Trials.Where(trial => trial.Objective.IsAttributed).ToList();
        return symptoms.AreThere
            && (requests.Context.Mode == GateMode.Preflight
                || findings.Any(finding => finding.Kind == ObjectiveKind.Stable || (finding.Outcome != FindingOutcome.Met && attributed.Exists(trial => trial.Objective.Name == finding.Objective)))
                || (symptoms.Judged.Any(failed => failed > 0) && (IsHeard(plan, settings) || IsOverFloor(settings, symptoms, requests, attributed)))
                || !attributed.TrueForAll(trial => IsMetAlone(trial, judgeOf(trial.Objective)) && !HurtsStableAlone(trial)));
    }

    /// <summary>Other services say what the requests themselves do not: calls that fail in requests that do not.</summary>
    private static bool IsHeard(EvidencePlan plan, AttributionSettings settings) => (plan.Control is null || plan.Weight is null or >= 100) && settings.Dependencies.Any(known => known.Witnesses.Count > 0);

    /// <summary>
    /// Of no account more is held or failed than there is of all: at most the floor in the window, and in no stretch since the rollout began so much over it that a part
    /// of it could be half of what fails.
    /// </summary>
    private static bool IsOverFloor(AttributionSettings settings, Symptoms symptoms, Trial requests, IReadOnlyList<Trial> attributed)
    {
        var (judged, context) = (requests.Evidence.Judged.Buckets, requests.Context);
        var window = judged.Index().Where(bucket => bucket.Item.Begin >= context.Window.Begin).ToList();
        var least = attributed.SelectMany(trial => new[] { UnresolvedErrors.FloorOf(trial), UnresolvedErrors.LimitOf(trial) }).Append(settings.Floor).Min();
        if (window.Sum(bucket => symptoms.Judged[bucket.Index]) > least * window.Sum(bucket => bucket.Item.Exposure))
        {
            return true;
        }

        var buckets = requests.Kept.Indices.Index().Where(t => !requests.Kept.HasControl || Boundary.HasControl(requests.Judged[t.Index].Exposure, requests.Control[t.Index].Exposure))
            .Select(t => Boundary.Absolute(Math.Min(symptoms.Judged[t.Item], judged[t.Item].Exposure), judged[t.Item].Exposure, settings.Floor)).ToArray();
        var alpha = context.AlphaPerWeight / (settings.Mechanisms.SharedBudget ? 2 : 1);
        var deflation = Dispersion.Deflation<CountBucket>(buckets, Scatter.Counts, 1, context.Clock.BucketsPerCell, []);
        return BestStretch.Of(buckets, deflation, Betting.Harm(alpha, 1, context.Clock.BucketMinutes)) >= Math.Log(1 / alpha) / 2;
    }

    /// <summary>Met, or proven where the step asks for that, even if every error of stable were another's and every one of the canary its own.</summary>
    private static bool IsMetAlone(Trial trial, IJudge judge) => judge.Decide(trial.With(trial.Evidence with { Control = Without(trial.Evidence.Control, trial.Objective) })) == FindingOutcome.Met;

    /// <summary>Stable got worse and the canary did not, if every error of the canary were one that both share.</summary>
    private static bool HurtsStableAlone(Trial trial) => trial.Context is { Slice: Slice.Canary, Weight: null or < 100, JudgesOnlyAgainstStable: false } && StableHarm.Covers(trial.Objective)
        && StableHarm.Of(trial.With(trial.Evidence with { Judged = Without(trial.Evidence.Judged, trial.Objective) }), trial.Context.AlphaPerWeight) is not null;

    private static SliceEvidence Without(SliceEvidence slice, Objective objective)
    {
        Bucket[] buckets = [.. slice.Buckets.Select(bucket => bucket.Bad is null ? bucket : bucket with { Bad = 0 })];
        return slice is SliceEvidence.Measured measured
            ? new SliceEvidence.Measured(objective.Comparison == Words.Comparison.AtMost ? 0 : 1, measured.Sample, 0, buckets)
            : slice with { Buckets = buckets };
    }
}
