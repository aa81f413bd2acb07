using System.Globalization;
using CsCheck;
using GateService.Core.Words;

namespace GateService.Core.Tests.Words;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0.041, Unit.Share, "4.1 %")]
    [InlineData(0.08, Unit.Share, "8 %")]
    [InlineData(0.005, Unit.Share, "0.5 %")]
    [InlineData(0.00123, Unit.Share, "0.12 %")]
    [InlineData(0.7214, Unit.Share, "72 %")]
    [InlineData(0.9521, Unit.Share, "95.2 %")]
    [InlineData(0.99947, Unit.Share, "99.95 %")]
    [InlineData(0.9987, Unit.Share, "99.87 %")]
    [InlineData(0.99992, Unit.Share, "99.992 %")]
    [InlineData(0, Unit.Share, "0 %")]
    [InlineData(1, Unit.Share, "100 %")]
    [InlineData(0.9731, Unit.Score, "0.97")]
    [InlineData(0.9969, Unit.Score, "0.997")]
    [InlineData(0.2134, Unit.Seconds, "213 ms")]
    [InlineData(0.0042, Unit.Seconds, "4.2 ms")]
    [InlineData(0.99991, Unit.Seconds, "1 s")]
    [InlineData(1.5, Unit.Seconds, "1.5 s")]
    [InlineData(2.943, Unit.Seconds, "2.9 s")]
    [InlineData(12.34, Unit.Seconds, "12 s")]
    [InlineData(17201, Unit.Count, "17,201")]
    [InlineData(49.73, Unit.Count, "50")]
    [InlineData(-0.001, Unit.Count, "-0.001")]
    [InlineData(12.6, Unit.PerMinute, "13/min")]
    [InlineData(0.0456, Unit.PerRequest, "0.046/request")]
    public void What_was_measured_has_two_digits_that_tell(double value, Unit unit, string expected) => Quantity.Say(value, unit).ShouldBe(expected);

    [Theory]
    [InlineData(1.25, Unit.Seconds, "1.25 s")]
    [InlineData(0.275, Unit.Seconds, "275 ms")]
    [InlineData(0.02, Unit.Share, "2 %")]
    [InlineData(0.9995, Unit.Share, "99.95 %")]
    [InlineData(12.5, Unit.PerMinute, "12.5/min")]
    [InlineData(0.853333333333, Unit.Share, "85 %")]
    public void What_a_policy_says_is_told_as_written(double limit, Unit unit, string expected) => Quantity.Limit(limit, unit).ShouldBe(expected);

    /// <summary>What is spread over buckets adds up to almost a whole number, and nobody counts 887.0 requests.</summary>
    [Theory]
    [InlineData(887.0067143643369, "887")]
    [InlineData(753.0000000000001, "753")]
    [InlineData(752.9999999999999, "753")]
    [InlineData(0.04, "0")]
    [InlineData(12.5, "12.5")]
    [InlineData(3549.5909895109316, "3,549.6")]
    public void Tenths_are_told_where_there_are_some(double value, string expected) => Quantity.Count(value).ShouldBe(expected);

    [Theory]
    [InlineData(12.44, "12x")]
    [InlineData(5.79, "5.8x")]
    [InlineData(118.6, "119x")]
    public void Times_are_told(double ratio, string expected) => Quantity.Times(ratio).ShouldBe(expected);

    [Theory]
    [InlineData(0.231, "23 points")]
    [InlineData(-0.0494, "4.9 points")]
    [InlineData(0.01, "1 point")]
    public void Differences_of_shares_are_points(double difference, string expected) => Quantity.Points(difference).ShouldBe(expected);

    [Theory]
    [InlineData(0.020004, 0.02, Unit.Share, "2.0004 %", "2 %")]
    [InlineData(0.0202, 0.02, Unit.Share, "2.02 %", "2 %")]
    [InlineData(1.499, 1.5, Unit.Seconds, "1.499 s", "1.5 s")]
    [InlineData(0.99996, 1, Unit.Seconds, "999.96 ms", "1 s")]
    [InlineData(1.25, 1.25, Unit.Seconds, "1.25 s", "1.25 s")]
    [InlineData(2.97, 1.5, Unit.Seconds, "3 s", "1.5 s")]
    [InlineData(0.72, 0.9, Unit.Share, "72 %", "90 %")]
    public void A_value_has_the_digits_it_takes_beside_its_limit(double value, double limit, Unit unit, string said, string written) =>
        Quantity.Pair(value, limit, unit).ShouldBe((said, written));

    /// <summary>Whatever is over its limit reads as over it, whatever is under it as under it: also next to it, and next to a limit of endless digits.</summary>
    [Fact]
    public void A_value_never_reads_as_on_the_other_side_of_its_limit() =>
        Gen.Select(Gen.Enum<Unit>(), Gen.Double[1e-5, 1].Select(Gen.Int[0, 6], (number, digits) => digits == 6 ? number : Math.Round(number, digits)), Gen.OneOf(Gen.Double[-1e-9, 1e-9], Gen.Double[-1e-4, 1e-4], Gen.Double[-0.9, 3]), Gen.Int[0, 4])
            .Where((_, limit, _, _) => limit > 0)
            .Sample((unit, limit, apart, scale) =>
            {
                var size = unit is Unit.Share or Unit.Score ? 1 : Math.Pow(10, scale);
                var value = limit * size * (1 + apart);
                if (Math.Abs(apart) < 1e-11)
                {
                    return;
                }

                var (said, written) = Quantity.Pair(value, limit * size, unit);

                Number(said).CompareTo(Number(written)).ShouldBe(value.CompareTo(limit * size), $"{value:R} beside {limit * size:R} reads {said} beside {written}");
            });

    /// <summary>Digits are few: no more than three that tell, where whole numbers are not longer.</summary>
    [Fact]
    public void What_was_measured_has_few_digits() => Gen.Select(Gen.Enum<Unit>().Where(unit => unit is not (Unit.Share or Unit.Score)), Gen.Double[1e-4, 999])
        .Sample((unit, value) => Quantity.Say(value, unit).Split(' ', '/')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length.ShouldBeLessThanOrEqualTo(3));

    /// <summary>The number a text shows, in seconds where it says so.</summary>
    private static double Number(string text)
    {
        var number = double.Parse(text.Split(' ', '/')[0], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        return text.EndsWith(" ms", StringComparison.Ordinal) ? number / 1000 : number;
    }
}
