using GateService.Core.Evidence;

namespace GateService.Core.Tests.Judging;

/// <summary>Pods that came and went, by the minutes they were seen in.</summary>
public sealed class RestlessTests
{
    [Theory]
    [InlineData("0-1 2-4 5-6 7-9 10-11", 5, 1, 4, true)]
    [InlineData("0-3 3-6 6-9 9-11", 4, 2, 3, true)]
    [InlineData("0-11 0-11 0-11", 3, 3, 0, false)]
    [InlineData("0-4 0-5 5-11 6-11", 4, 2, 2, false)]
    [InlineData("0-2 0-2 0-2 0-11 0-11 0-11", 6, 6, 3, false)]
    [InlineData("0-9 0-10 0-11 0-8", 4, 4, 2, false)]
    [InlineData("", 0, 0, 0, false)]
    public void As_many_are_gone_as_ever_were_there_at_a_time(string pods, int seen, int atOnce, int gone, bool isRestless)
    {
        var turnover = PodTurnover.Of([.. pods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pod => pod.Split('-')).Select(pod => Enumerable.Range(int.Parse(pod[0], null), int.Parse(pod[1], null) - int.Parse(pod[0], null) + 1).ToList())]);

        (turnover.Seen, turnover.AtOnce, turnover.Gone, turnover.IsRestless).ShouldBe((seen, atOnce, gone, isRestless));
    }
}
