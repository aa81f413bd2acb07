using GateService.Bench.Chance;

namespace GateService.Bench.Tests;

/// <summary>The bench's small probabilities hang on draws that are what they say they are.</summary>
public sealed class ChanceTests
{
    private const int Draws = 20_000;

    /// <summary>Far out in the upper tail: right draws of so many bins pass with a chance of one in thousands.</summary>
    private static double Limit(int bins) => bins + (4.5 * Math.Sqrt(2 * bins));

    [Theory]
    [InlineData(15, 0.01)]
    [InlineData(150, 0.03)]
    [InlineData(60, 0.4)]
    [InlineData(1500, 0.01)]
    [InlineData(300, 0.9)]
    [InlineData(285_000, 0.001)]
    public void Binomial_draws_are_binomial(double n, double p) =>
        Misfit(dice => dice.Binomial(n, p), k => LogFactorial.Of(n) - LogFactorial.Of(k) - LogFactorial.Of(n - k) + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p)), n)
            .ShouldBeLessThan(1);

    [Theory]
    [InlineData(0.15)]
    [InlineData(4)]
    [InlineData(30)]
    [InlineData(1500)]
    public void Poisson_draws_are_Poisson(double mean) =>
        Misfit(dice => dice.Poisson(mean), k => (k * Math.Log(mean)) - mean - LogFactorial.Of(k), double.PositiveInfinity).ShouldBeLessThan(1);

    [Fact]
    public void Clustered_errors_keep_their_mean_and_scatter_twice_the_size_less_one()
    {
        const double mean = 12;
        const double size = 5;
        var (average, variance) = Moments(dice => dice.Clustered(mean, size));

        average.ShouldBe(mean, tolerance: 0.35);
        (variance / mean).ShouldBe((2 * size) - 1, tolerance: 0.6);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void Jitter_has_mean_one_and_the_variation_it_says(double variation)
    {
        var (average, variance) = Moments(dice => dice.Jitter(variation));

        average.ShouldBe(1, tolerance: 0.02);
        Math.Sqrt(variance).ShouldBe(variation, tolerance: 0.02);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.6448536269514722, 0.05)]
    [InlineData(-1.2815515655446004, 0.9)]
    [InlineData(4.753424308822899, 1e-6)]
    public void The_normal_tail_is_the_tabled_one(double z, double above) => (Normal.Above(z) / above).ShouldBe(1, tolerance: 1e-9);

    /// <summary>Pearson's statistic over what is allowed, bins of fewer than ten expected draws put together.</summary>
    private static double Misfit(Func<Dice, double> draw, Func<double, double> logProbability, double most)
    {
        var counts = Sample(draw).CountBy(k => k).ToDictionary();
        var (statistic, bins, expected, seen) = (0.0, 0, 0.0, 0);
        var (last, all) = (counts.Keys.Max(), 0.0);
        for (var k = 0.0; k <= Math.Min(most, last); k++)
        {
            expected += Draws * Math.Exp(logProbability(k));
            seen += counts.GetValueOrDefault(k);
            if (expected >= 10)
            {
                statistic += (seen - expected) * (seen - expected) / expected;
                (all, bins, expected, seen) = (all + expected, bins + 1, 0, 0);
            }
        }

        var rest = Math.Max(Draws - all, 1);
        return (statistic + ((seen - rest) * (seen - rest) / rest)) / Limit(bins);
    }

    private static (double Mean, double Variance) Moments(Func<Dice, double> draw)
    {
        var sample = Sample(draw).ToList();
        var mean = sample.Average();
        return (mean, sample.Average(value => (value - mean) * (value - mean)));
    }

    private static IEnumerable<double> Sample(Func<Dice, double> draw)
    {
        var dice = Dice.Of("a test", 0);
        return Enumerable.Range(0, Draws).Select(_ => draw(dice));
    }
}
