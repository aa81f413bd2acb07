using GateService.Core.Evidence;

namespace GateService.Core.Tests.Judging;

/// <summary>Stable's 95th percentile of an hour: three pods with 1,500 requests in each of twelve cells of five minutes, 0.2 s where nothing is said.</summary>
public sealed class TypicalQuantileTests
{
    public static TheoryData<string, double> Pasts => new()
    {
        { "as ever", 0.2 },
        { "a batch of four minutes in all pods", 0.2 },
        { "one pod slow for ten minutes", 0.2 },
        { "one pod slow for the hour", 0.2 },
        { "all slow for most of the hour", 0.9 },
    };

    [Theory]
    [MemberData(nameof(Pasts))]
    public void What_is_usual_is_not_set_by_a_few_minutes_or_by_one_pod(string past, double expected) => TypicalQuantile.Of(0.95, Cells(past), []).ShouldBe(expected);

    /// <summary>A handful of requests has no percentile worth the name: all pods together have.</summary>
    [Fact]
    public void Cells_of_few_requests_are_taken_of_all_pods_together() =>
        TypicalQuantile.Of(0.95, [.. Enumerable.Repeat((0.05, 20.0), 36)], [.. Enumerable.Repeat((0.2, 60.0), 12)]).ShouldBe(0.2);

    [Fact]
    public void Fewer_still_are_better_than_nothing() => TypicalQuantile.Of(0.95, [.. Enumerable.Repeat((0.05, 5.0), 36)], [.. Enumerable.Repeat((0.2, 15.0), 12)]).ShouldBe(0.2);

    [Fact]
    public void Pods_that_are_not_told_apart_are_one() => TypicalQuantile.Of(0.95, [(0.2, 500), (0.3, 500), (0.9, 500)], []).ShouldBe(0.3);

    [Fact]
    public void Nothing_is_nothing() => TypicalQuantile.Of(0.95, [], []).ShouldBeNull();

    [Theory]
    [InlineData(10, 5)]
    [InlineData(60, 5)]
    [InlineData(300, 5)]
    [InlineData(301, 10)]
    [InlineData(1440, 25)]
    public void A_longer_past_has_longer_cells(int minutes, int cell) => TypicalQuantile.CellOf(TimeSpan.FromMinutes(minutes)).ShouldBe(TimeSpan.FromMinutes(cell));

    private static List<(double Value, double Requests)> Cells(string past) =>
        [.. Enumerable.Range(0, 3).SelectMany(pod => Enumerable.Range(0, 12).Select(cell => (IsSlow(past, pod, cell) ? 0.9 : 0.2, 1500.0)))];

    private static bool IsSlow(string past, int pod, int cell) => past switch
    {
        "a batch of four minutes in all pods" => cell is 6 or 7,
        "one pod slow for ten minutes" => pod == 1 && cell is (6 or 7 or 8),
        "one pod slow for the hour" => pod == 2,
        "all slow for most of the hour" => cell < 8,
        _ => false,
    };
}
