using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;
using GateService.Core;
using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Bench.Rules.Shop;

/// <summary>
/// The whole product on evidence bucket by bucket: <c>GateEvaluator</c> with the shipped <c>http-default</c>, asked after every minute from the second on. What
/// is failed at any look is failed, because Argo aborts; else the look at the end of the step says what becomes of it.
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
        _looks = [.. Enumerable.Range(0, ShopWorld.Minutes + 1).Select(minutes => Look(Math.Max(1, minutes)))];
    }

    public ShopOutcome Judge(ShopRollout rollout)
    {
        if (_world.Mode == GateMode.Preflight)
        {
            return new ShopOutcome(null, Evaluate(rollout, ShopWorld.Minutes).Verdict, 0, 0, 0);
        }

        int? failedAt = null;
        for (var minutes = FirstLook; minutes < ShopWorld.Minutes && failedAt is null; minutes++)
        {
            failedAt = Evaluate(rollout, minutes).Verdict == Verdict.Fail ? minutes : null;
        }

        var last = Evaluate(rollout, ShopWorld.Minutes);
        failedAt ??= last.Verdict == Verdict.Fail ? ShopWorld.Minutes : null;
        var (right, undetermined, labelled) = Labels(rollout, last.Attribution);
        return new ShopOutcome(failedAt, failedAt is null ? last.Verdict : Verdict.Fail, right, undetermined, labelled);
    }

    /// <summary>Failed at the end of the step: where no error has an origin that is the same as ever failed, because evidence is a running maximum.</summary>
    public bool FailsAtEnd(ShopRollout rollout) => Evaluate(rollout, ShopWorld.Minutes).Verdict == Verdict.Fail;

    public GateEvaluation Evaluate(ShopRollout rollout, int minutes) =>
        Evaluator.Judge(_looks[minutes].Request, _policy, _looks[minutes].Plan, _seen(rollout.At(minutes, _policy.Objectives)));

    /// <summary>Of every failed request of the canary, whether its class got its true origin: the words of <c>attribution.classes</c> in an answer.</summary>
    private (double Right, double Undetermined, double Labelled) Labels(ShopRollout rollout, ErrorAttribution? attribution)
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
        foreach (var (error, count) in rollout.CanaryErrors(ShopWorld.Minutes))
        {
            var known = origins[error.Signature].ToList();
            var origin = known.Count == 1 ? known[0].Origin : known.Find(part => part.Dependency == error.Host).Origin;
            (right, undetermined, labelled) = (right + (origin == _world.OriginOf(error) ? count : 0), undetermined + (origin == "undetermined" ? count : 0), labelled + count);
        }

        return (right, undetermined, labelled);
    }

    private (GateRequest, EvidencePlan) Look(int minutes)
    {
        var isPreflight = _world.Mode == GateMode.Preflight;
        var begin = isPreflight ? (DateTimeOffset?)null : Schedule.Begin;
        var request = new GateRequest
        {
            Service = "shop",
            Rollout = "shop",
            CanaryHash = isPreflight ? null : "5c6d9d7e",
            StableHash = "7d9f8c6b54",
            Strategy = _world.Strategy,
            Mode = _world.Mode,
            StepWeight = isPreflight ? null : _world.Weight,
            RolloutStartedAt = begin,
            StepStartedAt = begin,
            Window = isPreflight ? TimeSpan.FromMinutes(5) : null,
            At = Schedule.Begin + TimeSpan.FromMinutes(isPreflight ? 0 : minutes),
        };
        var moment = new EvaluationMoment(request.At.Value + TimeSpan.FromHours(1));
        return (request, EvidencePlanner.Plan(request, _policy, (WindowPlan.Planned)WindowPlanner.Plan(request, _policy, moment)));
    }
}
