using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>A canary of 300 requests a minute that stalls in single minutes, beside four pods of stable whose last hour is known: the whole window keeps the limit.</summary>
public sealed class StallsTests
{
    private static readonly LatencyObjective P95 = new() { Name = "latency-p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1), Quantile = 0.95, Judge = SequentialJudge.Chosen };

    [Theory]
    [InlineData(StepDemand.NoHarm)]
    [InlineData(StepDemand.Proven)]
    public void Two_minutes_apart_hold_the_step_and_are_named(StepDemand demand)
    {
        var finding = Judge(new Story { Slow = t => t is 3 or 8 ? 60 : 0 }, demand);

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Suspicious));
        finding.Reason.Head.ShouldBe("latency-p95 240 ms within limit 1 s, but beyond it in 2 single minutes of 9, 20 % of the requests of 12:03Z and 20 % of 12:08Z, while stable kept it: suspicious, it comes back");
    }

    /// <summary>So much of it that the whole window is over the limit: that it comes back is still why it is held, and is said.</summary>
    [Fact]
    public void Over_its_limit_they_are_named_too()
    {
        var finding = Judge(new Story { Slow = t => t is 3 or 8 ? 60 : 0, Value = 3.6 });

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Suspicious), finding.Reason.Head);
        finding.Reason.Head.ShouldStartWith("latency-p95 3.6 s over limit 1 s, ");
        finding.Reason.Head.ShouldEndWith(", beyond it in 2 single minutes of 9, 20 % of the requests of 12:03Z and 20 % of 12:08Z, while stable kept it: suspicious, it comes back");
    }

    public static TheoryData<string> Harmless => [.. Stories.Keys];

    private static Dictionary<string, Story> Stories { get; } = new()
    {
        ["one minute"] = new() { Slow = t => t == 5 ? 60 : 0 },
        ["two minutes in a row"] = new() { Slow = t => t is 5 or 6 ? 33 : 0 },
        ["the warm-up and another"] = new() { Slow = t => t is 0 or 5 ? 60 : 0 },
        ["the minute after the warm-up of two steps"] = new() { Minutes = 20, Requests = 300, Step = 10, Slow = t => t is 1 or 11 ? 60 : 0 },
        ["few requests"] = new() { Requests = 40, Slow = t => t is 3 or 8 ? 6 : 0 },
        ["a little slower"] = new() { Slow = t => t is 3 or 8 ? 22 : 0 },
        ["stable at the same time"] = new() { Slow = t => t is 3 or 8 ? 60 : 0, Stable = t => t is 3 or 8 ? 0.2 : 0 },
        ["stable's pods, each in its own minutes"] = new() { Slow = t => t is 3 or 8 ? 60 : 0, Pods = (pod, t) => (t + pod) % 5 == 0 ? 0.25 : 0 },
        ["stable's pods, seldom"] = new() { Slow = t => t is 3 or 8 ? 60 : 0, Pods = (pod, t) => (t + (5 * pod)) % 20 == 0 ? 0.25 : 0 },
        ["no pods"] = new() { Slow = t => t is 3 or 8 ? 60 : 0, HasPods = false },
        ["over by now"] = new() { Minutes = 30, Slow = t => t is 3 or 8 ? 60 : 0 },
    };

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_came_once_or_comes_to_stable_too_holds_nobody(string story) => Judge(Stories[story]).Outcome.ShouldBe(FindingOutcome.Met, Judge(Stories[story]).Reason.Head);

    /// <summary>A pod that takes longer to get warm is slow in the first minute that counts; one that is slow in the next as well is not getting warm.</summary>
    [Fact]
    public void Two_minutes_of_each_step_are_no_warm_up() =>
        Judge(new Story { Minutes = 20, Step = 10, Slow = t => t is 2 or 12 ? 60 : 0 }).Reason.Head.ShouldContain("beyond it in 2 single minutes of 18, 20 % of the requests of 12:02Z and 20 % of 12:12Z");

    /// <summary>Every ten minutes, in a rollout of half an hour: the latest is in the window.</summary>
    [Fact]
    public void It_need_not_come_back_within_one_step() => Judge(new Story { Minutes = 30, Slow = t => t % 10 == 7 ? 60 : 0 }).Reason.Head.ShouldContain("beyond it in 3 single minutes of 29, 20 % of the requests of 12:17Z and 20 % of 12:27Z");

    [Fact]
    public void An_apdex_says_what_it_was()
    {
        var apdex = Given.Apdex() with { Limit = StepLimits.Constant(0.85), Judge = SequentialJudge.Chosen };

        var finding = Judge(new Story { Slow = t => t is 3 or 8 ? 120 : 0 }, objective: apdex);

        finding.Undecided.ShouldBe(UndecidedCause.Suspicious, finding.Reason.Head);
        finding.Reason.Head.ShouldContain("but beyond it in 2 single minutes of 9, 0.6 at 12:03Z and 0.6 at 12:08Z, while stable kept it");
    }

    /// <summary>Every pod stalls in so many of its minutes, the canary's as any other: what healthy pods do holds hardly ever.</summary>
    [Theory]
    [InlineData(0.005, 10)]
    [InlineData(0.01, 10)]
    [InlineData(0.02, 10)]
    [InlineData(0.05, 10)]
    [InlineData(0.005, 30)]
    [InlineData(0.01, 30)]
    public void Pods_that_stall_alike_are_seldom_held(double share, int minutes)
    {
        const int Rollouts = 400;
        var dice = new Random(7);
        var held = Enumerable.Range(0, Rollouts).Count(_ =>
        {
            var canary = Draw(minutes);
            var pods = Enumerable.Range(0, 4).Select(_ => Draw(60 + minutes)).ToArray();
            return Judge(new Story { Minutes = minutes, Slow = t => canary[t] ? 60 : 0, Pods = (pod, t) => pods[pod][t] ? 0.2 : 0, Stable = t => pods.Count(pod => pod[60 + t]) * 0.05 }).Undecided == UndecidedCause.Suspicious;
        });

        held.ShouldBeLessThanOrEqualTo(Rollouts / 80);

        bool[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => dice.NextDouble() < share)];
    }

    private static Finding Judge(Story story, StepDemand demand = StepDemand.NoHarm, Objective? objective = null) =>
        Weighed.Judge(story.Evidence(objective ?? P95), Weighed.Context(story.Minutes, weight: 25, demand: demand), objective ?? P95);

    /// <summary>Slow requests minute by minute; of stable and its pods shares.</summary>
    private sealed record Story
    {
        public int Minutes { get; init; } = 10;

        public double Requests { get; init; } = 300;

        /// <summary>Minutes before which the canary gets a third of the requests, slow ones too: the next step begins there.</summary>
        public int Step { get; init; }

        public required Func<int, double> Slow { get; init; }

        /// <summary>What the canary's value of the whole window is; null: as stable's.</summary>
        public double? Value { get; init; }

        public Func<int, double> Stable { get; init; } = _ => 0;

        public Func<int, int, double> Pods { get; init; } = (_, _) => 0;

        public bool HasPods { get; init; } = true;

        public ObjectiveEvidence Evidence(Objective objective) => Weighed.Told(new(objective.Name, Slice(objective, Slow, Requests), Slice(objective, t => 1200 * Stable(t), 1200), ["requests"])
        {
            StableQuantile = 0.24,
            StablePods = !HasPods ? [] : [.. Enumerable.Range(0, 4).Select(pod => new PodSeries($"stable-{pod}", [.. Enumerable.Range(-60, 60 + Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 300, Usual(objective, 300) + (300 * Pods(pod, t + 60))))]))],
        }, Value);

        private SliceEvidence.Measured Slice(Objective objective, Func<int, double> slow, double requests)
        {
            List<Bucket> buckets = [.. Enumerable.Range(0, Minutes).Select(t => Of(Weighed.Begin.AddMinutes(t), requests == Requests && t < Step ? requests / 3 : requests, slow(t) / requests))];
            return new SliceEvidence.Measured(objective is LatencyObjective ? 0.24 : 1 - (buckets.Sum(bucket => bucket.Bad!.Value) / (requests * Minutes)), requests * Minutes, buckets.Sum(bucket => bucket.Bad), buckets);

            Bucket Of(DateTimeOffset at, double all, double share) => new(at, all, all * share, BadAgainstStable: objective is LatencyObjective ? Math.Min(all, Usual(objective, all) + (all * share)) : null);
        }

        /// <summary>Beyond stable's own quantile lie as many as it says.</summary>
        private static double Usual(Objective objective, double requests) => objective is LatencyObjective ? 0.04 * requests : 0;
    }
}
