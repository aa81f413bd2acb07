using GateService.Core.Statistics;

namespace GateService.Core.Tests.Judging;

/// <summary>
/// Reference values: for 0 of n the upper end is z²/(n+z²); for n/2 of n the interval is symmetric with half-width
/// z / (2 sqrt(n + z²)); 37 of 903 from evaluating Wilson's formula with 50 digits (Python's decimal).
/// </summary>
public sealed class WilsonIntervalTests
{
    private const double Z = 1.959963984540054;

    [Fact]
    public void Nothing_bad_leaves_room_for_what_was_not_seen()
    {
        var interval = WilsonInterval.Of(0, 100);

        interval.Low.ShouldBe(0);
        interval.High.ShouldBe(Z * Z / (100 + (Z * Z)), 1e-15);
    }

    [Fact]
    public void Half_of_all_is_symmetric()
    {
        var interval = WilsonInterval.Of(50, 100);

        interval.Low.ShouldBe(0.5 - (Z / (2 * Math.Sqrt(100 + (Z * Z)))), 1e-15);
        interval.High.ShouldBe(0.5 + (Z / (2 * Math.Sqrt(100 + (Z * Z)))), 1e-15);
    }

    [Fact]
    public void A_known_case()
    {
        var interval = WilsonInterval.Of(37, 903);

        interval.Low.ShouldBe(0.029871372716578400, 1e-12);
        interval.High.ShouldBe(0.055966629134289098, 1e-12);
    }

    [Fact]
    public void All_bad_ends_at_one() => WilsonInterval.Of(10, 10).High.ShouldBe(1);
}
