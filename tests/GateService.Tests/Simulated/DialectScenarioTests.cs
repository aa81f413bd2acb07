using GateService.Dialects;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>A small sample of tests/GateService.Dialects, which plays every scenario in every dialect and prints the table of docs/telemetry.md.</summary>
public sealed class DialectScenarioTests
{
    [Fact]
    public async Task A_scenario_told_by_an_agent_is_judged_as_its_truth_is()
    {
        await using var stage = await Stage.OpenAsync(Repository.PathOf("policies"), requestsPerSecond: 20);
        foreach (var (scenario, verdict) in new[] { ("healthy", "pass"), ("7 % of the canary's requests fail", "fail") })
        {
            var played = await stage.PlayAsync(Speaker.All.Single(speaker => speaker.Agent == "dotnet"), Scenario.All.Single(known => known.Name == scenario), seed: 1, isShipped: false);

            played.Word.ShouldBe(verdict, played.Reason);
            played.IsRight.ShouldBeTrue();
            played.Attributed.ShouldBeInRange(0, played.Errors);
            (played.FailedAfter is null).ShouldBe(verdict == "pass");
        }
    }

    [Fact]
    public void A_wrong_verdict_costs_its_share_and_stands_in_bold()
    {
        var (pass, fail) = (Scenario.All.First(known => known.Right == Right.Pass), Scenario.All.First(known => known.Right == Right.Fail));
        Played[] played =
        [
            new(Speaker.All[0], pass, "pass", null, 0, 0, ""), new(Speaker.All[0], pass, "pass", 3, 0, 0, ""),
            new(Speaker.All[0], fail, "fail", 4, 10, 8, ""), new(Speaker.All[0], fail, "pass", null, 10, 0, ""),
        ];

        Table.Score(played).ShouldBe(50);
        Table.Of(played).ShouldEndWith($"| `java` | 50 | 4 | 40 % | **1 fail**, 1 pass | **1 pass**, 1 fail |\n");
    }
}
