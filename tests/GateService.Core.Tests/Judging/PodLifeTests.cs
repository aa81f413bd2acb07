using GateService.Core.Evidence;
using GateService.Core.Trials;

namespace GateService.Core.Tests.Judging;

/// <summary>Lives of a pod, by what it served minute by minute.</summary>
public sealed class PodLifeTests
{
    [Theory]
    [InlineData("0 40 40 40 0", "1-3")]
    [InlineData("40 40 0 40 40", "0-1 3-4")]
    [InlineData("40 0 40 0 0 40", "0-0 2-2 5-5")]
    [InlineData("30 0 30", "0-0 2-2")]
    [InlineData("29 0 29", "0-2")]
    [InlineData("40 0 20 0 29", "0-4")]
    [InlineData("0 0 0", "")]
    public void A_busy_pod_that_stands_still_while_others_serve_begins_anew(string served, string lives) => Lives(served, _ => true).ShouldBe(lives);

    [Theory]
    [InlineData(2, "0-1 4-4")]
    [InlineData(3, "0-1 4-4")]
    [InlineData(1, "0-4")]
    public void A_minute_in_which_nobody_served_tells_nothing(int others, string lives) => Lives("40 40 0 0 40", t => t == others).ShouldBe(lives);

    private static string Lives(string served, Func<int, bool> isServed)
    {
        var pod = new PodSeries("a", [.. served.Split(' ').Select((count, t) => new Bucket(DateTimeOffset.UnixEpoch.AddMinutes(t), double.Parse(count, null), 0))]);
        return string.Join(' ', PodLife.Of(pod, isServed).Select(life => $"{life.First}-{life.Last}"));
    }
}
