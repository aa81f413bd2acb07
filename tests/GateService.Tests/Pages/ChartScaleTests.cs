using GateService.Pages.Charts;

namespace GateService.Tests.Pages;

/// <summary>Where a number stands in a chart.</summary>
public sealed class ChartScaleTests
{
    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.5, 60)]
    [InlineData(1, 20)]
    public void A_number_stands_in_proportion_upwards_too(double number, double at) => new ChartScale(0, 1, 100, 20).At(number).ShouldBe(at, 1e-9);

    [Theory]
    [InlineData(-3, 100)]
    [InlineData(7, 20)]
    public void What_lies_outside_stands_at_the_edge(double number, double at)
    {
        var scale = new ChartScale(0, 1, 100, 20);

        scale.At(number).ShouldBe(at);
        scale.Cuts(number).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 1, 4, new[] { 0, 0.5, 1 })]
    [InlineData(0, 0.0213, 4, new[] { 0, 0.01, 0.02 })]
    [InlineData(0.9761, 1.001, 4, new[] { 0.98, 0.99, 1 })]
    [InlineData(0, 3.1, 4, new[] { 0, 1, 2, 3.0 })]
    [InlineData(0, 12_000, 3, new[] { 0, 5_000, 10_000.0 })]
    public void Ticks_are_round_numbers_within(double low, double high, int most, double[] ticks) => new ChartScale(low, high, 0, 1).Ticks(most).ShouldBe(ticks, 1e-12);

    [Fact]
    public void There_is_no_scale_without_a_tick_and_none_with_too_many()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 2000; trial++)
        {
            var low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 6));
            var scale = new ChartScale(low, low + (Math.Pow(10, random.Next(-6, 6)) * (0.1 + random.NextDouble())), 0, 1);

            var ticks = scale.Ticks(4);

            ticks.Count.ShouldBeInRange(1, 4, $"{scale}");
            ticks.ShouldAllBe(tick => !scale.Cuts(tick));
        }
    }
}
