using GateService.Core.Evidence;
using GateService.Core.Planning;

namespace GateService.Core.Tests.Planning;

public sealed class StepWeightsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_step_begins_where_the_share_rises_above_every_share_before()
    {
        var (canary, stable) = Traffic([5, 5, 5, 5, 25, 25, 25, 50, 50, 50]);

        Begins(canary, stable).ShouldBe([4, 7]);
    }

    [Fact]
    public void Retries_against_a_canary_that_fails_every_third_minute_are_one_begin_and_not_many()
    {
        var (canary, stable) = Traffic([5, 5, 9, 5, 5, 9, 5, 5, 9, 5, 5, 9]);

        Begins(canary, stable).Count.ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void Chance_at_little_traffic_is_no_step()
    {
        var canary = Buckets([2, 3, 1, 4, 6, 2, 5]);
        var stable = Buckets([48, 50, 47, 52, 49, 51, 50]);

        Begins(canary, stable).ShouldBeEmpty();
    }

    [Fact]
    public void The_weight_of_earlier_steps_is_read_from_the_traffic_and_of_this_one_taken_from_the_caller()
    {
        var (canary, stable) = Traffic([5, 5, 5, 5, 25, 25, 25]);

        var weights = StepWeights.Of(canary, stable, Begin, 25).Weights;

        weights.Take(4).ShouldAllBe(weight => weight >= 5 && weight < 6);
        weights.Skip(4).ShouldAllBe(weight => weight == 25);
    }

    [Fact]
    public void Without_a_control_every_bucket_has_the_weight_of_the_caller() =>
        StepWeights.Of(Buckets([10, 10]), [], Begin, 100).Weights.ShouldBe([100, 100]);

    private static IReadOnlyList<int> Begins(IReadOnlyList<Bucket> canary, IReadOnlyList<Bucket> stable) => StepWeights.Of(canary, stable, Begin, null).Begins;

    private static (IReadOnlyList<Bucket> Canary, IReadOnlyList<Bucket> Stable) Traffic(double[] shares) =>
        (Buckets([.. shares.Select(share => 30 * share)]), Buckets([.. shares.Select(share => 30 * (100 - share))]));

    private static IReadOnlyList<Bucket> Buckets(double[] requests) => [.. requests.Select((count, t) => new Bucket(Begin.AddMinutes(t), count, 0))];
}
