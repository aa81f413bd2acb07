using System.Collections.Frozen;
using GateService.Core.Evidence;
using GateService.Core.Judging;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Core;

/// <summary>One evaluation from request to verdict: doubt, plan, gather, judge. Only gathering does I/O.</summary>
public sealed class GateEvaluator
{
    private readonly FrozenDictionary<string, IJudge> _judges;

    /// <exception cref="ArgumentException">Two judges have the same name.</exception>
    public GateEvaluator(IEnumerable<IJudge> judges) => _judges = judges.ToFrozenDictionary(judge => judge.Name, StringComparer.Ordinal);

    public async Task<GateEvaluation> EvaluateAsync(
        GateRequest request, PolicyResolution resolution, EvaluationMoment moment, IEvidenceSource source, TimeSpan budget, CancellationToken ct)
    {
        if (RequestDoubt.Of(request) is { } doubt)
        {
            return Inconclusive(request, null, doubt);
        }

        if (resolution is not PolicyResolution.Resolved { Policy: var policy })
        {
            return Inconclusive(request, null, ((PolicyResolution.Unresolved)resolution).Reason);
        }

        var window = WindowPlanner.Plan(request, policy, moment);
        if (window is not WindowPlan.Planned planned)
        {
            return Inconclusive(request, policy, ((WindowPlan.TooEarly)window).Reason);
        }

        var plan = EvidencePlanner.Plan(request, policy, planned);
        var evidence = await source.GatherAsync(plan, budget, ct).ConfigureAwait(false);
        return Judge(request, policy, plan, evidence);
    }

    /// <summary>Judges evidence already gathered; the same arguments give the same evaluation, bit for bit.</summary>
    public GateEvaluation Judge(GateRequest request, GatePolicy policy, EvidencePlan plan, GateEvidence evidence)
    {
        var whole = evidence with { Objectives = [.. evidence.Objectives, .. plan.Unaskable] };
        var ratio = SampleRatio.Of(plan, whole, policy.Sequential.SampleRatio);
        var context = new JudgingContext(plan.Weight, plan.Window, plan.Slice)
        {
            Mode = request.Mode,
            SampleRatio = ratio,
            ExpectsControl = plan is { Control: not null, Weight: < 100 },
            Sequential = policy.Sequential,
            Emergency = ErrorBudget.EmergencyOf(policy),
            Steps = Steps(plan, whole),
            AlphaPerWeight = ErrorBudget.PerWeight(policy),
        };
        var byObjective = whole.Objectives.ToDictionary(objective => objective.Objective);
        var findings = policy.Objectives.Select(objective => Find(objective, byObjective, context)).ToList();
        var verdict = VerdictRule.Of(findings);
        return new GateEvaluation
        {
            Request = request,
            Verdict = verdict,
            Score = findings.Min(finding => finding.Score) ?? 0,
            Summary = Summary.Of(verdict, findings, plan.Window, plan.Weight),
            Findings = findings,
            Policy = policy,
            Window = plan.Window,
            Plan = plan,
            Evidence = whole,
            Warnings = ratio is { IsFar: true } ? [.. plan.Warnings, $"{ratio.Said}: the router does not follow the weight, or one slice's pods are not recognised"] : plan.Warnings,
        };
    }

    /// <summary>Read from the objective with the most observations, so that one of few events does not take chance for a step.</summary>
    private static StepWeights? Steps(EvidencePlan plan, GateEvidence evidence) => evidence.Objectives
        .Where(objective => objective.Judged.Buckets.Count == plan.Span.Buckets && objective.Control.Buckets.Count == plan.Span.Buckets)
        .MaxBy(objective => objective.Judged.Buckets.Sum(bucket => bucket.Exposure)) is { } busiest
            ? StepWeights.Of(busiest.Judged.Buckets, busiest.Control.Buckets, plan.Window.Begin, plan.Weight)
            : null;

    /// <summary>An evaluation that never came to judging; the reason is the whole of it.</summary>
    public static GateEvaluation Inconclusive(GateRequest request, GatePolicy? policy, string reason) => new()
    {
        Request = request,
        Verdict = Verdict.Inconclusive,
        Score = 0,
        Summary = OneLine.Of(reason, Summary.Longest),
        Policy = policy,
    };

    private Finding Find(Objective objective, Dictionary<string, ObjectiveEvidence> evidence, JudgingContext context)
    {
        var own = evidence.GetValueOrDefault(objective.Name) ?? Unavailable(objective, "no evidence was gathered for it");
        return _judges.TryGetValue(objective.Judge, out var judge)
            ? judge.Judge(objective, own, context)
            : new ThresholdJudge().Judge(objective, Unavailable(objective, $"the policy names a judge '{objective.Judge}', and there is none of that name"), context);
    }

    private static ObjectiveEvidence Unavailable(Objective objective, string why) =>
        new(objective.Name, new SliceEvidence.Unavailable(why), new SliceEvidence.NoData(), []);
}
