using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;
using GateService.Core;
using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Bench.Rules.Shop;

/// <summary>
/// The whole product on evidence bucket by bucket: <c>GateEvaluator</c> with the shipped <c>http-default</c>, asked after every minute from the second on. What
/// is failed at any look is failed, because Argo aborts; else the look at the end of a step says what becomes of it: who is held there goes no further.
/// </summary>
internal sealed class ShopGate
{
    private const int FirstLook = 2;

    private static readonly GateEvaluator Evaluator = new([new SequentialJudge(), new ThresholdJudge()]);

    private readonly ShopWorld _world;
    private readonly GatePolicy _policy;
    private readonly Func<GateEvidence, GateEvidence> _seen;
    private readonly (GateRequest Request, EvidencePlan Plan)[] _looks;

    /// <param name="world">What is judged.</param>
    /// <param name="attribution">How; null judges all errors as the service's own.</param>
    /// <param name="seen">What is seen of the evidence; null: all.</param>
    public ShopGate(ShopWorld world, AttributionSettings? attribution, Func<GateEvidence, GateEvidence>? seen = null)
    {
        _world = world;
        _policy = ShopPolicy.Of(world, attribution ?? new AttributionSettings { IsEnabled = false });
        _seen = seen ?? (evidence => evidence);
        _looks = [.. Enumerable.Range(0, world.Length + 1).Select(minutes => Look(Math.Max(1, minutes)))];
    }

    public ShopOutcome Judge(ShopRollout rollout)
    {
        if (_world.Mode == GateMode.Preflight)
        {
            return new ShopOutcome(null, Evaluate(rollout, ShopWorld.Minutes).Verdict, 0, 0, 0);
        }

        var (evaluation, minutes) = First(rollout);
        var failedAt = evaluation.Verdict == Verdict.Fail ? minutes : (int?)null;
        var end = failedAt is null || minutes == _world.Length ? evaluation : Evaluate(rollout, _world.Length);
        var (right, undetermined, labelled) = Labels(rollout, end.Attribution, failedAt is null ? minutes : _world.Length);
        return new ShopOutcome(failedAt, evaluation.Verdict, right, undetermined, labelled)
        {
            HeldBy = evaluation.Verdict == Verdict.Inconclusive ? evaluation.Findings.FirstOrDefault(finding => finding.Outcome == FindingOutcome.Undecided)?.Undecided : null,
            SaysHowLong = evaluation.Verdict == Verdict.Inconclusive && evaluation.Findings.Any(finding => finding.Reason.ToString().Contains(Outlook.Ending, StringComparison.Ordinal)),
        };
    }

    /// <summary>The look that ends the rollout: the first that fails it, the end of a step that holds it, else the last.</summary>
    private (GateEvaluation Evaluation, int Minutes) First(ShopRollout rollout)
    {
        for (var minutes = FirstLook; ; minutes++)
        {
            var evaluation = Evaluate(rollout, minutes);
            if (evaluation.Verdict == Verdict.Fail || minutes == _world.Length || (minutes % ShopWorld.Minutes == 0 && evaluation.Verdict == Verdict.Inconclusive))
            {
                return (evaluation, minutes);
            }
        }
    }

    /// <summary>Failed at the end: where no error has an origin that is the same as ever failed, because evidence is a running maximum.</summary>
    public bool FailsAtEnd(ShopRollout rollout) => Evaluate(rollout, _world.Length).Verdict == Verdict.Fail;

    public GateEvaluation Evaluate(ShopRollout rollout, int minutes) =>
        Evaluator.Judge(_looks[minutes].Request, _policy, _looks[minutes].Plan, _seen(rollout.At(minutes, _policy.Objectives)));

    /// <summary>The same asked as New Relic is: what explains errors and time only where that is left open, or at once.</summary>
    public async Task<(GateEvaluation Evaluation, OpenQuestions Open)> AskAsync(ShopRollout rollout, int minutes, bool isAllAskedAtOnce)
    {
        var request = _looks[minutes].Request;
        var source = new PhasedEvidence(_seen(rollout.At(minutes, _policy.Objectives)), isAllAskedAtOnce);
        var evaluation = await Evaluator.EvaluateAsync(
            request, new PolicyResolution.Resolved(_policy), new EvaluationMoment(request.At!.Value + TimeSpan.FromHours(1)), source, TimeSpan.FromMinutes(1), CancellationToken.None).ConfigureAwait(false);
        return (evaluation, source.Open);
    }

    /// <summary>Of every failed request of the canary, whether its class got its true origin: the words of <c>attribution.classes</c> in an answer.</summary>
    private (double Right, double Undetermined, double Labelled) Labels(ShopRollout rollout, ErrorAttribution? attribution, int minutes)
    {
        if (attribution is null)
        {
            return default;
        }

        // A class of two dependencies is on two accounts.
        var origins = attribution.Ledger.Own.Where(own => own.Signature is not null).Select(own => (own.Signature, own.Classification.Dependency, Origin: "selfInflicted"))
            .Concat(attribution.Accounts.SelectMany(found => found.Account.Classes.Select(known => (known.Signature, known.Classification.Dependency, found.IsSelfInflicted ? "selfInflicted" : found.IsExcused || found.IsProbablyUpstream ? "upstream" : "undetermined"))))
            .ToLookup(known => known.Signature!, known => (known.Dependency, Origin: known.Item3));
        var (right, undetermined, labelled) = (0.0, 0.0, 0.0);
        foreach (var (error, signature, count) in rollout.CanaryErrors(minutes))
        {
            var known = origins[signature].ToList();
            var origin = known.Count == 1 ? known[0].Origin : known.Find(part => part.Dependency == error.Host).Origin;
            (right, undetermined, labelled) = (right + (origin == _world.OriginOf(error) ? count : 0), undetermined + (origin == "undetermined" ? count : 0), labelled + count);
        }

        return (right, undetermined, labelled);
    }

    private (GateRequest, EvidencePlan) Look(int minutes)
    {
        var isPreflight = _world.Mode == GateMode.Preflight;
        var begin = isPreflight ? (DateTimeOffset?)null : Schedule.Begin;
        var step = (minutes - 1) / ShopWorld.Minutes;
        var request = new GateRequest
        {
            Service = "shop",
            Rollout = "shop",
            CanaryHash = isPreflight ? null : "5c6d9d7e",
            StableHash = "7d9f8c6b54",
            Strategy = _world.Strategy,
            Mode = _world.Mode,
            StepWeight = isPreflight ? null : _world.Steps[step],
            RolloutStartedAt = begin,
            StepStartedAt = begin + TimeSpan.FromMinutes(step * ShopWorld.Minutes),
            Window = isPreflight ? TimeSpan.FromMinutes(5) : null,
            At = Schedule.Begin + TimeSpan.FromMinutes(isPreflight ? 0 : minutes),
        };
        var moment = new EvaluationMoment(request.At.Value + TimeSpan.FromHours(1));
        return (request, EvidencePlanner.Plan(request, _policy, (WindowPlan.Planned)WindowPlanner.Plan(request, _policy, moment)));
    }
}
