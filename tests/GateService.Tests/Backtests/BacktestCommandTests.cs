using System.Text.Json;
using GateService.Cli.Shell;
using GateService.Tests.Cli;
using GateService.Tests.Hosting;

namespace GateService.Tests.Backtests;

/// <summary><c>gatectl backtest</c> against a gate with a history, as CI runs it before policies are merged.</summary>
public sealed class BacktestCommandTests(BacktestGate fixture) : IClassFixture<BacktestGate>
{
    [Fact]
    public async Task Policies_that_change_nothing_end_with_0()
    {
        using var folder = new PolicyFolder(new Dictionary<string, string> { ["shop-kpi.yaml"] = SeededMistake.Shop });

        var ran = await RunAsync(folder.Setting.Value!);

        ran.Code.ShouldBe(ExitCode.Fine, ran.Error);
        ran.Output.ShouldStartWith($"{fixture.Verdicts.Count} decisions: {fixture.Verdicts.Count} the same, 0 changed, 0 not told");
    }

    [Fact]
    public async Task A_mistake_ends_with_1_and_says_which_verdicts_and_what_the_labels_make_of_it()
    {
        using var folder = With(SeededMistake.All[0]);

        var ran = await RunAsync(folder.Setting.Value!);

        ran.Code.ShouldBe(ExitCode.No, ran.Error);
        ran.Output.ShouldContain("fail -> pass:");
        ran.Output.ShouldContain("bad passed");
        (await RunAsync(folder.Setting.Value!, "--fail-on", "labels")).Code.ShouldBe(ExitCode.No);
    }

    [Fact]
    public async Task What_cannot_be_told_ends_with_2_where_nothing_else_is_wrong()
    {
        using var folder = With(SeededMistake.NotTold[0]);

        var ran = await RunAsync(folder.Setting.Value!, "--service", "healthy-25", "--output", "json");

        ran.Code.ShouldBe(ExitCode.Inconclusive, ran.Output);
        JsonSerializer.Deserialize<JsonElement>(ran.Output).GetProperty("notKept").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("", "nothing is changed: expected the folder")]
    [InlineData("/no/such/folder", "'/no/such/folder': expected a folder of policy files")]
    public async Task Without_policies_nothing_is_asked(string folder, string said)
    {
        var ran = folder.Length == 0 ? await RunAsync() : await RunAsync(folder);

        (ran.Code, ran.Output).ShouldBe((ExitCode.Usage, ""));
        ran.Error.ShouldContain(said);
    }

    private PolicyFolder With(SeededMistake mistake) => new(mistake.In(fixture.Files));

    private Task<Ctl> RunAsync(params string[] more) =>
        Ctl.RunAsync(new() { ["GATE_URL"] = fixture.Gate.Client.BaseAddress!.ToString(), ["GATE_TOKEN"] = GateHost.Token }, ["backtest", .. more]);
}
