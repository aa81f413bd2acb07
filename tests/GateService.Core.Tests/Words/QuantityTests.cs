using GateService.Core.Words;

namespace GateService.Core.Tests.Words;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0.041, Unit.Share, "4.1%")]
    [InlineData(0.005, Unit.Share, "0.5%")]
    [InlineData(0.00123, Unit.Share, "0.12%")]
    [InlineData(0, Unit.Share, "0.0%")]
    [InlineData(1, Unit.Share, "100.0%")]
    [InlineData(0.9731, Unit.Score, "0.97")]
    [InlineData(0.2134, Unit.Seconds, "213ms")]
    [InlineData(1.5, Unit.Seconds, "1.5s")]
    [InlineData(17201, Unit.Count, "17,201")]
    [InlineData(12.5, Unit.PerMinute, "12.5/min")]
    public void Numbers_read_as_people_write_them(double value, Unit unit, string expected) => Quantity.Say(value, unit).ShouldBe(expected);

    /// <summary>What is spread over buckets adds up to almost a whole number, and nobody counts 887.0 requests.</summary>
    [Theory]
    [InlineData(887.0067143643369, "887")]
    [InlineData(753.0000000000001, "753")]
    [InlineData(752.9999999999999, "753")]
    [InlineData(0.04, "0")]
    [InlineData(12.5, "12.5")]
    [InlineData(3549.5909895109316, "3,549.6")]
    public void Tenths_are_told_where_there_are_some(double value, string expected) => Quantity.Count(value).ShouldBe(expected);

    [Fact]
    public void A_value_never_looks_equal_to_a_limit_it_is_over()
    {
        var (value, limit) = Quantity.Pair(0.020004, 0.02, Unit.Share);

        value.ShouldBe("2.0004%");
        limit.ShouldBe("2.0%");
    }
}
