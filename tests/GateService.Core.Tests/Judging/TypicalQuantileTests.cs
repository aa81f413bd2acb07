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
    public void What_is_usual_is_not_set_by_a_few_minutes_or_by_one_pod(string past, double expected) => TypicalQuantile.Of(0.95, Cells(past)).ShouldBe(expected);

    /// <summary>A handful of requests has no percentile worth the name: half of them are too low, and a few far too high.</summary>
    [Fact]
    public void Cells_of_few_requests_are_worth_their_mean() =>
        TypicalQuantile.Of(0.95, [.. Enumerable.Repeat((0.1, 20.0), 24), .. Enumerable.Repeat((0.4, 20.0), 12)]).ShouldNotBeNull().ShouldBe(0.2, 1e-9);

    [Fact]
    public void Small_ones_beside_large_ones_say_nothing() => TypicalQuantile.Of(0.95, [(0.05, 30), (0.05, 30), (0.05, 30), (0.2, 100), (0.3, 100)]).ShouldBe(0.2);

    [Fact]
    public void Nothing_is_nothing() => TypicalQuantile.Of(0.95, []).ShouldBeNull();

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
