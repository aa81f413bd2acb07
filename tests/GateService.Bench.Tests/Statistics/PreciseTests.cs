using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>Reference values: Python's decimal at 60 digits, of the double nearest to the decimal shown.</summary>
public sealed class PreciseTests
{
    /// <summary>A few units in the last place.</summary>
    private const double Relative = 2e-15;

    [Theory]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-17, 1.00000000000000006654e-17)]
    [InlineData(-1e-17, -1.00000000000000007654e-17)]
    [InlineData(3e-16, 2.99999999999999948729e-16)]
    [InlineData(1e-12, 9.99999999999499979887e-13)]
    [InlineData(-1e-9, -1.00000000050000006261e-9)]
    [InlineData(1e-5, 9.99995000033333165138e-6)]
    [InlineData(-0.01, -1.00503358535014413938e-2)]
    [InlineData(0.25, 2.23143551314209755766e-1)]
    [InlineData(-0.9, -2.30258509299404590606)]
    [InlineData(0.999, 6.92647055518263011054e-1)]
    [InlineData(20, 3.04452243772342299650)]
    public void Log1P_keeps_its_digits(double x, double expected) => Precise.Log1P(x).ShouldBe(expected, Relative * Math.Abs(expected));

    [Theory]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-17, 1.00000000000000007654e-17)]
    [InlineData(-1e-17, -1.00000000000000006654e-17)]
    [InlineData(3e-16, 3.00000000000000038729e-16)]
    [InlineData(1e-12, 1.00000000000050000e-12)]
    [InlineData(-1e-9, -9.99999999500000062448e-10)]
    [InlineData(1e-5, 1.00000500001666679014e-5)]
    [InlineData(-0.01, -9.95016625083194663219e-3)]
    [InlineData(0.25, 2.84025416687741484073e-1)]
    [InlineData(-0.9, -5.93430340259400897144e-1)]
    [InlineData(0.999, 1.71556490531856668492)]
    [InlineData(1.5, 3.48168907033806482260)]
    [InlineData(20, 4.85165194409790277969e8)]
    public void ExpM1_keeps_its_digits(double x, double expected) => Precise.ExpM1(x).ShouldBe(expected, Relative * Math.Abs(expected));

    [Fact]
    public void Zero_stays_zero()
    {
        Precise.Log1P(0).ShouldBe(0);
        Precise.ExpM1(0).ShouldBe(0);
    }

    [Fact]
    public void Log1P_ends_where_the_logarithm_does()
    {
        Precise.Log1P(-1).ShouldBe(double.NegativeInfinity);
        Precise.Log1P(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, -7, -7)]
    [InlineData(0, 0, 0.69314718055994530942)]
    [InlineData(1000, 1000, 1000.69314718055994530942)]
    [InlineData(-1000, -1000, -999.30685281944005469058)]
    [InlineData(800, -800, 800)]
    [InlineData(double.PositiveInfinity, 1, double.PositiveInfinity)]
    public void Sums_of_exponentials_neither_overflow_nor_vanish(double a, double b, double expected)
    {
        Precise.LogAddExp(a, b).ShouldBe(expected);
        Precise.LogAddExp(b, a).ShouldBe(expected);
        Precise.LogSumExp([a, b]).ShouldBe(expected);
    }

    [Fact]
    public void An_empty_sum_is_nothing() => Precise.LogSumExp([]).ShouldBe(double.NegativeInfinity);
}
