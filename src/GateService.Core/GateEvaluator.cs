using System.Collections.Frozen;
using GateService.Core.Attribution;
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
        var plausible = PlausibleEvidence.Of(evidence);
        var whole = plausible with { Objectives = [.. plausible.Objectives, .. plan.Unaskable] };
        var ratio = SampleRatio.Of(plan, whole, policy.Sequential.SampleRatio);
        var context = new JudgingContext(plan.Weight, plan.Window, plan.Slice)
        {
            Mode = request.Mode,
            SampleRatio = ratio,
            ExpectsControl = plan is { Control: not null, Weight: < 100 },
            Sequential = policy.Sequential,
            JudgesOnlyAgainstStable = policy.JudgesOnlyAgainstStable,
            Emergency = ErrorBudget.EmergencyOf(policy),
            Steps = Steps(plan, whole),
            AlphaPerWeight = ErrorBudget.PerWeight(policy),
        };
        var attribution = ErrorAttribution.Of(policy, whole, context);
        var findings = Findings(policy, whole, attribution, context);
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
            Attribution = attribution,
            Warnings =
            [
                .. plan.Warnings,
                .. ratio is { IsFar: true } ? [$"{ratio.Said}: the router does not follow the weight, or one slice's pods are not recognised"] : Array.Empty<string>(),
                .. attribution?.Notes ?? [],
                .. whole.Notes,
                .. whole.Errors is { Unavailable: { } cause } ? [$"errors could not be told apart by origin, and all count as the service's own: {cause}"] : Array.Empty<string>(),
            ],
        };
    }

    /// <summary>One for each objective, errors without what is booked elsewhere; and one for what is.</summary>
    private List<Finding> Findings(GatePolicy policy, GateEvidence evidence, ErrorAttribution? attribution, JudgingContext context)
    {
        var byObjective = evidence.Objectives.ToDictionary(objective => objective.Objective);
        var time = KnownTime.Of(policy, evidence, context);
        var findings = new List<Finding>();
        foreach (var objective in policy.Objectives)
        {
            var own = byObjective.GetValueOrDefault(objective.Name) ?? Unavailable(objective, "no evidence was gathered for it");
            findings.Add(attribution is not null && ErrorAttribution.Concerns(objective)
                ? FindOwn(objective, own, policy, attribution, context)
                : TimeReason.Of(Find(objective, own, context), objective, time, context));
        }

        if (attribution is not null && policy.Objectives.FirstOrDefault(ErrorAttribution.Concerns) is { } errors && byObjective.GetValueOrDefault(errors.Name) is { } counted
            && DependencyFinding.Of(attribution, policy.Attribution, errors, OwnErrors.Of(errors, counted, attribution, context.Window, excusesAlone: true), context) is { } dependencies)
        {
            findings.Add(dependencies);
        }

        return findings;
    }

    private Finding FindOwn(Objective objective, ObjectiveEvidence evidence, GatePolicy policy, ErrorAttribution attribution, JudgingContext context)
    {
        // Before the first step nobody is excused, and a failing dependency has a finding of its own.
        var finding = Find(objective, OwnErrors.Of(objective, evidence, attribution, context.Window, excusesAlone: context.Mode == GateMode.Preflight), context);
        if (finding.Outcome == FindingOutcome.Tripped && finding.Judgement?.Gate != "emergency"
            && (policy.Attribution.OnUncorroborated == Uncorroborated.Inconclusive || attribution.WasCorroborated || attribution.LacksWitness)
            && Find(objective, OwnErrors.Of(objective, evidence, attribution, context.Window, excusesAlone: true), context).Outcome != FindingOutcome.Tripped)
        {
            var suspects = string.Join(", ", attribution.Accounts.Select(found => found.Account.Name));
            finding = finding with
            {
                Outcome = FindingOutcome.Undecided,
                Undecided = UndecidedCause.Uncorroborated,
                Reason = $"{finding.Objective} is over its limit with errors of {suspects}, and nothing beside the canary corroborates them: {finding.Reason}",
            };
        }

        return OwnErrorReason.Of(finding, attribution);
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

    private Finding Find(Objective objective, ObjectiveEvidence evidence, JudgingContext context) => _judges.TryGetValue(objective.Judge, out var judge)
        ? judge.Judge(objective, evidence, context)
        : new ThresholdJudge().Judge(objective, Unavailable(objective, $"the policy names a judge '{objective.Judge}', and there is none of that name"), context);

    private static ObjectiveEvidence Unavailable(Objective objective, string why) =>
        new(objective.Name, new SliceEvidence.Unavailable(why), new SliceEvidence.NoData(), []);
}
