using GateService.Pages.Charts;

namespace GateService.Tests.Pages;

/// <summary>What is left out of a chart, and what never is.</summary>
public sealed class ThinningTests
{
    [Fact]
    public void Few_stay_as_they_are() => Thin([1, 2, 3], 3).ShouldBe([1, 2, 3]);

    [Fact]
    public void First_last_and_the_peak_stay()
    {
        var numbers = Enumerable.Range(0, 500).Select(index => index == 317 ? 99.0 : (index % 7) / 10.0).ToArray();

        var kept = Thin(numbers, 20);

        kept.Count.ShouldBeInRange(10, 20);
        kept[0].ShouldBe(numbers[0]);
        kept[^1].ShouldBe(numbers[^1]);
        kept.ShouldContain(99.0);
    }

    [Fact]
    public void Both_sides_of_a_change_stay()
    {
        var all = Enumerable.Range(0, 300).Select(index => (Index: index, Verdict: index is >= 100 and < 103 ? "fail" : "pass")).ToArray();

        var kept = Thinning.Of(all, 12, (before, next) => before.Verdict == next.Verdict, _ => double.NaN).Select(one => one.Index).ToList();

        kept.Count.ShouldBeLessThanOrEqualTo(12);
        kept.ShouldBeInOrder();
        foreach (var index in new[] { 0, 99, 100, 102, 103, 299 })
        {
            kept.ShouldContain(index);
        }
    }

    [Fact]
    public void Where_everything_changes_there_is_an_end_to_it()
    {
        var all = Enumerable.Range(0, 400).ToArray();

        Thinning.Of(all, 10, (_, _) => false, number => number).Count.ShouldBeLessThanOrEqualTo(10);
    }

    private static IReadOnlyList<double> Thin(double[] all, int most) => Thinning.Of(all, most, (_, _) => true, number => number);
}
