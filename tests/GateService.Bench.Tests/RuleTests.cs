using GateService.Bench.Chance;
using GateService.Bench.Rules;
using GateService.Bench.Sections;
using GateService.Bench.Worlds;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Trials;

namespace GateService.Bench.Tests;

public sealed class RuleTests
{
    /// <summary>Where Kayenta's judge flips by the field survey: so many minutes of nothing but errors of so many.</summary>
    [Theory]
    [InlineData(10, 8)]
    [InlineData(20, 14)]
    [InlineData(30, 20)]
    public void The_rank_test_flips_where_the_survey_saw_it_flip(int minutes, int dead)
    {
        var stable = new double[minutes];

        RankTest.IsHigh(Minutes(dead - 1), stable).ShouldBeFalse();
        RankTest.IsHigh(Minutes(dead), stable).ShouldBeTrue();

        double[] Minutes(int bad) => [.. Enumerable.Range(0, minutes).Select(t => t < bad ? 1.0 : 0)];
    }

    /// <summary>RESULTS.md, "The physical limit", against 1.15 at power 0.95.</summary>
    [Theory]
    [InlineData(5, 0.01, 3, 0, 19.9)]
    [InlineData(5, 0.01, 10, 0, 4.4)]
    [InlineData(50, 0.01, 2, 0, 12.9)]
    [InlineData(500, 0.001, 3, 0, 5.0)]
    [InlineData(500, 0.01, 2, 0, 2.6)]
    [InlineData(5, 0.01, 3, 15, 11.4)]
    public void The_limit_of_any_test_is_where_the_reference_computed_it(double requestsPerSecond, double share, double ratio, double onset, double minutes)
    {
        var world = Cells.World((requestsPerSecond, share), 10, Noise.Iid) with { Regression = onset > 0 ? Regression.Times(ratio).From(onset) : Regression.Times(ratio) };

        Wald.Minutes(world, margin: 1.15).ShouldNotBeNull().ShouldBe(minutes, tolerance: 0.06);
    }

    /// <summary>The bench asks once, at the end; asked at every bucket the product fails at the same one.</summary>
    [Fact]
    public void The_bucket_it_fails_at_is_the_look_at_which_it_would_have_failed()
    {
        foreach (var (schedule, regression) in Changes())
        {
            var world = Cells.World((50, 0.01), 3, Noise.Noisy) with { Schedule = schedule, Regression = regression };
            for (var rollout = 0; rollout < 3; rollout++)
            {
                var evidence = world.Play(Dice.Of(world.Name, rollout));

                Second(Ours.Floor(world).FailsAt(evidence)).ShouldBe(Second(FirstLook(world, evidence[0])), $"{world.Name}, rollout {rollout}");
            }
        }
    }

    private static double? Second(double? minute) => minute is { } known ? Math.Round(60 * known) : null;

    private static IEnumerable<(Schedule, Regression)> Changes() =>
    [
        (Schedule.Minutes, Regression.Times(3)),
        (Schedule.Minutes, Regression.Times(10).From(15)),
        (Schedule.Minutes, Regression.Intermittent),
        (Schedule.Minutes, Regression.Dead.From(15)),
        (Schedule.Minutes, Regression.None),
        (Schedule.TenSeconds, Regression.Half),
    ];

    private static double? FirstLook(ErrorWorld world, Core.Evidence.ObjectiveEvidence evidence)
    {
        var objective = Ours.ErrorRate(world.Base / 10, isPromise: false);
        for (var buckets = 1; buckets <= world.Schedule.Buckets; buckets++)
        {
            var finding = new SequentialJudge().Judge(new Trial(objective, Looks.Until(evidence, world.Schedule, buckets), Ours.Context(objective, world.Schedule, buckets)));
            if (finding.Outcome == FindingOutcome.Tripped)
            {
                return world.Schedule.Minute(buckets);
            }
        }

        return null;
    }
}
