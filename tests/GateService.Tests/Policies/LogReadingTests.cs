using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;
using GateService.Tests.Evidence;
using GateService.Yaml;

namespace GateService.Tests.Policies;

/// <summary>Objectives over the log as teams write them, and where the log is said to be.</summary>
public sealed class LogReadingTests
{
    [Fact]
    public void Without_a_limit_stable_is_the_measure_from_a_floor_on()
    {
        var shipped = Plans.Shipped("http-logs").Objectives.OfType<LogErrorsObjective>().ShouldHaveSingleItem();
        var bare = Read("objectives: {lines: {kind: logErrors}}");

        (shipped.IsAgainstStableAlone, shipped.Floor, shipped.Margin).ShouldBe((true, 0.01, 1.5));
        (bare.IsAgainstStableAlone, bare.Floor, bare.IsRate).ShouldBe((true, LogErrorsObjective.DefaultFloor, false));
        Read("objectives: {lines: {kind: logErrors, atMost: stable, floor: 0.05}}").Floor.ShouldBe(0.05);
    }

    [Fact]
    public void A_limit_takes_the_floor_s_place()
    {
        var limited = Read("objectives: {lines: {kind: logErrors, atMost: {5: 2, 25: 1.5}}}");

        (limited.Limit!.At(25), limited.Floor, limited.IsRate).ShouldBe((1.5, null, true));
    }

    [Theory]
    [InlineData("objectives: {lines: {kind: logErrors, atMost: 0.5, floor: 0.1}}", "lines.floor: error lines have a limit or a floor")]
    [InlineData("objectives: {lines: {kind: logErrors, atLeast: 1}}", "expected atMost, and only that")]
    [InlineData("objectives: {lines: {kind: logErrors, atMost: 2%}}", "'2%': expected a number, 0 or more")]
    [InlineData("telemetry: {logs: {error: \"level == 'ERROR'\"}}", "compares with ==")]
    [InlineData("telemetry: {logs: {levels: [level]}}", "levels: is no known key")]
    [InlineData("telemetry: {logs: {podAttributes: [\"po`d\"]}}", "expected a New Relic name")]
    public void What_makes_no_sense_is_a_fault(string body, string expected)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(new Dictionary<string, string> { ["test.yaml"] = $"kind: policy\nname: test\n{body}\n" }, Core.Judges.Shipped, faults);

        faults.ShouldContain(fault => fault.ToString().Contains(expected), string.Join('\n', faults));
    }

    [Fact]
    public void Any_part_of_where_the_log_is_can_be_said_otherwise()
    {
        var logs = Plans.Written("telemetry: {logs: {eventType: AppLog, account: logs, where: \"logtype = 'app'\", podAttributes: [pod], levelAttributes: [lvl], error: \"lvl = 'E'\"}}\nobjectives: {lines: {kind: logErrors}}").Telemetry.Logs;

        (logs.EventType, logs.Account, logs.Where, logs.Error).ShouldBe(("AppLog", "logs", "(logtype = 'app')", "(lvl = 'E')"));
        logs.PodAttributes.ShouldBe(["pod"]);
        logs.LevelAttributes.ShouldBe(["lvl"]);
        logs.MessageAttributes.ShouldBe(LogSource.Usual.MessageAttributes);
    }

    /// <summary>Blue/green, and stable before the first step, have no log beside them.</summary>
    [Theory]
    [InlineData(Strategy.Canary, GateMode.Step, true)]
    [InlineData(Strategy.Canary, GateMode.Preflight, false)]
    [InlineData(Strategy.BlueGreen, GateMode.Step, false)]
    public void It_is_asked_only_where_stable_serves_beside_the_canary(Strategy strategy, GateMode mode, bool isAsked) =>
        Plans.Of(Plans.Shipped("http-logs"), Plans.Request with { Strategy = strategy, Mode = mode }).Objectives.Any(objective => objective is LogErrorsObjective).ShouldBe(isAsked);

    private static LogErrorsObjective Read(string body) => Plans.Written(body).Objectives.OfType<LogErrorsObjective>().ShouldHaveSingleItem();
}
