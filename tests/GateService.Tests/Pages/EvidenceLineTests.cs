using GateService.Pages.Charts;

namespace GateService.Tests.Pages;

/// <summary>Evidence on its way to the line at which it decides.</summary>
public sealed class EvidenceLineTests
{
    private static readonly double SevenHundredToOne = Math.Log(700);

    [Fact]
    public void It_crosses_where_it_first_reaches_the_line()
    {
        var line = EvidenceLine.Of([(0, 1.0, null), (10, 6.6, null), (20, 12.0, null)], SevenHundredToOne, null, 0, 100);

        line.Crossing!.Value.X.ShouldBe("10");
        line.FailsAt.Text.ShouldBe("700:1");
        line.ProvenAt.ShouldBeNull();
        line.Harmless.ShouldBeEmpty();
        line.IsCut.ShouldBeTrue("12 nats are beyond the top");
    }

    [Fact]
    public void Odds_are_on_a_logarithmic_scale()
    {
        var line = EvidenceLine.Of([(0, 0.0, 0.0), (10, Math.Log(10), 2.0), (20, Math.Log(100), 3.0)], SevenHundredToOne, Math.Log(20), 0, 100);

        var heights = line.Harm[1..].Split('L').Select(point => double.Parse(point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        (heights[0] - heights[1]).ShouldBe(heights[1] - heights[2], 0.11, "each tenfold is as high as the one before");
        line.Ticks.Select(tick => tick.Text).ShouldBe(["1", "10", "100"]);
        line.ProvenAt!.Text.ShouldBe("20:1");
        EvidenceLine.Of([(52, 0.0, null), (100, 1.0, null)], Math.Log(1e6), null, 24, 110).Ticks.Select(tick => tick.Text).ShouldBe(["1", "10", "100", "1k", "10k", "100k", "10M", "100M"], "an axis has room for four letters");
        line.Crossing.ShouldBeNull();
        line.IsCut.ShouldBeFalse();
    }

    [Fact]
    public void What_was_not_weighed_is_a_gap() =>
        EvidenceLine.Of([(0, 1.0, null), (10, null, null), (20, 1.0, null)], SevenHundredToOne, null, 0, 100).Harm.Count(character => character == 'M').ShouldBe(2);

    [Theory]
    [InlineData(-3, "under 1:1")]
    [InlineData(0, "1:1")]
    [InlineData(2.996, "20:1")]
    [InlineData(6.551, "700:1")]
    [InlineData(10.01, "22,250:1")]
    [InlineData(240, "over 1,000,000:1")]
    public void Evidence_is_said_as_odds(double nats, string odds) => EvidenceLine.Odds(nats).ShouldBe(odds);
}
