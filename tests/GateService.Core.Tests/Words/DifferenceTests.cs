using GateService.Core.Words;

namespace GateService.Core.Tests.Words;

public sealed class DifferenceTests
{
    [Theory]
    [InlineData(0.721, 0.952, Unit.Share, Comparison.AtLeast, "23 points under stable's 95.2 %", "-23 points")]
    [InlineData(0.06, 0.02, Unit.Share, Comparison.AtMost, "4 points over stable's 2 %", "+4 points")]
    [InlineData(0.03, 0.02, Unit.Share, Comparison.AtMost, "1 point over stable's 2 %", "+1 point")]
    [InlineData(0.05, 0, Unit.Share, Comparison.AtMost, "against stable's 0 %", "+5 points")]
    [InlineData(0.004, 0.0002, Unit.Share, Comparison.AtMost, "20x stable's 0.02 %", "20x")]
    [InlineData(0.995, 0.9995, Unit.Share, Comparison.AtLeast, "10x the failures of stable's 99.95 %", "10x the failures")]
    [InlineData(0.65, 0.97, Unit.Score, Comparison.AtLeast, "0.32 under stable's 0.97", "-0.32")]
    [InlineData(2.97, 0.238, Unit.Seconds, Comparison.AtMost, "12x stable's 238 ms", "12x")]
    [InlineData(66, 50, Unit.Count, Comparison.AtMost, "1.3x stable's 50", "1.3x")]
    [InlineData(40, 50, Unit.PerMinute, Comparison.AtLeast, "0.8x stable's 50/min", "0.8x")]
    public void A_value_is_told_beside_stable(double value, double stable, Unit unit, Comparison comparison, string said, string shortly)
    {
        Difference.Than(value, stable, unit, comparison).ShouldBe(said);
        Difference.Cell(value, stable, unit, comparison).ShouldBe(shortly);
    }

    [Theory]
    [InlineData(0.0501, 0.0499, Unit.Share)]
    [InlineData(0, 0, Unit.Share)]
    [InlineData(0.312, 0.3117, Unit.Seconds)]
    [InlineData(3, 0, Unit.Count)]
    public void What_people_call_alike_is_not_told_apart(double value, double stable, Unit unit)
    {
        Difference.Than(value, stable, unit, Comparison.AtMost).ShouldBeNull();
        Difference.Cell(value, stable, unit, Comparison.AtMost).ShouldBe("alike");
    }

    [Fact]
    public void Nothing_stands_beside_what_is_not_known()
    {
        Difference.Cell(null, 0.1, Unit.Share, Comparison.AtMost).ShouldBeNull();
        Difference.Cell(0.1, null, Unit.Share, Comparison.AtMost).ShouldBeNull();
    }
}
