using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

namespace GateService.Benchmarks;

/// <summary>Decisions as a year of many teams would leave them: real records of the default policy's size, spread over services, rollouts and verdicts.</summary>
internal static class KeptDecisions
{
    public const int Teams = 20;
    public const int Services = 500;
    public const int PerRollout = 60;

    public static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Four objectives over a rollout of 20 minutes, ten stable pods with an hour of history; judged for real.</summary>
    public static DecisionRecord Record()
    {
        var begin = First;
        var window = new EvaluationWindow(begin, begin.AddMinutes(20), TimeSpan.FromMinutes(1));
        var request = new GateRequest { Service = "checkout", Rollout = "checkout", Namespace = "shop", Team = "shop-team", CanaryHash = "5c6d7e8f", StableHash = "7d9f8c6b54", StepWeight = 5 };
        var policy = new GatePolicy
        {
            Name = "http-default",
            Revision = "0123456789ab",
            Telemetry = ApmHttp.Source,
            Slices = new SliceRule(),
            Objectives = [.. Objectives().Select(objective => objective with { Judge = SequentialJudge.Chosen })],
            Origins = [.. Enumerable.Range(0, 40).Select(i => new PolicyValueOrigin($"objectives.error-rate.atMost.{i}", "2%", "http-default.yaml", i))],
        };
        var plan = EvidencePlanner.Plan(request, policy, new WindowPlan.Planned(window, null));
        // The same requests for every objective, as New Relic counts them: the same dice for the exposures.
        var evidence = new GateEvidence { Objectives = [.. policy.Objectives.Select((objective, index) => Of(objective, window, new Random(7), new Random(index)))], Queries = [new QueryRecord("requests", new string('q', 1500), "answered")], Posts = 1 };
        var evaluation = new GateEvaluator([new SequentialJudge(), new ThresholdJudge()]).Judge(request, policy, plan, evidence);
        return new DecisionRecord(DecisionRecord.CurrentFormat, "01K", begin, evaluation, "https://gate.example.com/decisions/01K", [], new DecisionTimings(1, 20, 25));
    }

    /// <summary>One every 20 seconds or so; every rollout has its minutes and its end.</summary>
    public static IEnumerable<StoredDecision> Of(StoredDecision like, int count)
    {
        var dice = new Random(11);
        for (var i = 0; i < count; i++)
        {
            // A hundred rollouts run at once; each decision belongs to one of them.
            var (slot, turn) = (i % 100, i / 100);
            var rollout = (turn / PerRollout * 100) + slot;
            var service = rollout % Services;
            var minute = turn % PerRollout;
            var verdict = dice.NextDouble() switch { < 0.02 => "fail", < 0.1 => "inconclusive", _ => "pass" };
            var at = First.AddSeconds(20.0 * i);
            yield return like with
            {
                Id = DecisionId.New(at),
                At = at.ToUnixTimeMilliseconds(),
                Moment = at.ToUnixTimeMilliseconds(),
                Team = $"team-{service % Teams}",
                Service = $"service-{service}",
                Namespace = $"namespace-{service % 50}",
                Rollout = $"service-{service}",
                CanaryHash = $"{rollout:x8}",
                Step = $"weight {Weight(minute)}",
                Weight = Weight(minute),
                Verdict = verdict,
            };
        }
    }

    private static int Weight(int minute) => minute switch { < 15 => 5, < 30 => 25, < 45 => 50, _ => 100 };

    private static IEnumerable<Objective> Objectives() =>
    [
        new ErrorRateObjective { Name = "error-rate", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.02) },
        new SuccessRateObjective { Name = "success-rate", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.98) },
        new ApdexObjective { Name = "apdex", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.8), Threshold = 0.5 },
        new LatencyObjective { Name = "latency-p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1.5), Quantile = 0.95 },
    ];

    private static ObjectiveEvidence Of(Objective objective, EvaluationWindow window, Random dice, Random bad) =>
        new(objective.Name, Slice(window, 150, dice, bad), Slice(window, 2850, dice, bad), ["requests"])
        {
            StablePods = [.. Enumerable.Range(0, 10).Select(pod => new PodSeries(
                $"checkout-7d9f8c6b54-{pod:x5}", [.. Enumerable.Range(-60, 60 + window.Buckets).Select(t => new Bucket(window.Begin.AddMinutes(t), 280 + dice.Next(20), bad.Next(4) == 0 ? 1 : 0))]))],
        };

    private static SliceEvidence.Measured Slice(EvaluationWindow window, int requests, Random dice, Random bad)
    {
        var buckets = Enumerable.Range(0, window.Buckets).Select(i => new Bucket(window.Begin + (i * window.Bucket), requests + dice.Next(20), bad.Next(3))).ToArray();
        var (sample, events) = (buckets.Sum(bucket => bucket.Exposure), buckets.Sum(bucket => bucket.Bad ?? 0));
        return new SliceEvidence.Measured(events / sample, sample, events, buckets);
    }
}
