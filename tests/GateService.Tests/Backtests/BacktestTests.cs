using System.Net;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Backtests;

/// <summary>A history of worlds judged anew: the same by the same policies, otherwise by mistaken ones, and never guessed where the evidence was not kept.</summary>
public sealed class BacktestTests(BacktestGate fixture) : IClassFixture<BacktestGate>
{
    public static TheoryData<string> Mistakes => [.. SeededMistake.All.Select(mistake => mistake.Name)];

    public static TheoryData<string> Untold => [.. SeededMistake.NotTold.Select(mistake => mistake.Name)];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task By_the_same_policies_every_verdict_is_the_same(bool isGiven)
    {
        var report = await fixture.RunAsync(isGiven ? fixture.Files : null);

        Number(report, "decisions").ShouldBe(fixture.Verdicts.Count);
        (Number(report, "same"), Number(report, "changed"), Number(report, "notKept")).ShouldBe((fixture.Verdicts.Count, 0, 0), report.GetRawText());
        report.GetProperty("before").GetRawText().ShouldBe(report.GetProperty("after").GetRawText());
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_found_by_the_verdicts_that_it_changes(string name)
    {
        var mistake = SeededMistake.All.Single(one => one.Name == name);

        var report = await fixture.RunAsync(mistake.In(fixture.Files));

        var transitions = report.GetProperty("transitions").EnumerateArray().Select(one => (From: one.GetProperty("from").GetString(), To: one.GetProperty("to").GetString())).ToList();
        transitions.ShouldContain((mistake.From, mistake.To), report.GetRawText());
        var change = report.GetProperty("changes").EnumerateArray().First(one => Verdict(one, "before") == mistake.From && Verdict(one, "after") == mistake.To);
        change.GetProperty("after").GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
        change.GetProperty("notKept").GetArrayLength().ShouldBe(0, change.GetRawText());
        change.GetProperty("byGate").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Untold))]
    public async Task What_was_counted_otherwise_is_said_and_never_guessed(string name)
    {
        var mistake = SeededMistake.NotTold.Single(one => one.Name == name);

        var report = await fixture.RunAsync(mistake.In(fixture.Files));

        Number(report, "notKept").ShouldBeGreaterThan(0, report.GetRawText());
        foreach (var change in report.GetProperty("changes").EnumerateArray())
        {
            Verdict(change, "after").ShouldNotBe("pass", change.GetRawText());
        }

        report.GetProperty("gaps")[0].GetProperty("what").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_changed_latency_limit_says_at_which_limits_requests_were_counted()
    {
        var report = await fixture.RunAsync(SeededMistake.NotTold[0].In(fixture.Files));

        report.GetProperty("gaps")[0].GetProperty("what").GetString()!
            .ShouldStartWith("latency-p95 was counted at 1.5 s from weight 5, 1.2 s from weight 25, 1 s from weight 50, 1 s from weight 100, floor 250 ms, and latency-p95 counts at 1,500 s from weight 5");
    }

    [Fact]
    public async Task Labels_say_what_a_mistake_costs()
    {
        var report = await fixture.RunAsync(SeededMistake.All[0].In(fixture.Files));

        var (before, after) = (report.GetProperty("before"), report.GetProperty("after"));
        after.GetProperty("falseNegatives").GetInt32().ShouldBeGreaterThan(before.GetProperty("falseNegatives").GetInt32());
        after.GetProperty("recall").GetDouble().ShouldBeLessThan(before.GetProperty("recall").GetDouble());
        before.GetProperty("precision").GetDouble().ShouldBe(1);
        after.GetProperty("bad").GetInt32().ShouldBe(before.GetProperty("bad").GetInt32());
    }

    [Fact]
    public async Task One_policy_may_judge_all_of_them_and_a_filter_takes_some()
    {
        var report = await fixture.RunAsync(null, ("policy", "http-fix"), ("service", "healthy-25"));

        Number(report, "decisions").ShouldBe(1);
        var few = await fixture.RunAsync(null, ("most", 3));
        (Number(few, "decisions"), few.GetProperty("more").GetBoolean()).ShouldBe((3, true));
    }

    [Theory]
    [InlineData("", "body", "is empty")]
    [InlineData("[]", "body", "is a JSON array")]
    [InlineData("""{"most": 0}""", "most", "'0': expected a number from 1 to 50000")]
    [InlineData("""{"list": "all"}""", "list", "'all': expected a number from 0 to 1000")]
    [InlineData("""{"from": "yesterday"}""", "from", "'yesterday': expected a moment")]
    [InlineData("""{"servise": "a"}""", "servise", "is no field here")]
    [InlineData("""{"files": {}}""", "files", "is empty")]
    [InlineData("""{"files": {"a.yaml": "kind: policy\nname: a\nobjectives: {e: {kind: errorRate, atMost: 200%}}"}}""", "files", "a.yaml:3")]
    public async Task What_cannot_be_judged_is_refused_and_its_field_is_named(string body, string field, string said) =>
        (await fixture.Gate.PostAsync("/v1/backtests", body).RefusedAsync(HttpStatusCode.BadRequest)).Fault(field).ShouldStartWith(said);

    [Fact]
    public async Task A_policy_that_is_not_there_is_404_with_the_nearest() =>
        (await fixture.Gate.PostAsync("/v1/backtests", """{"policy": "http-defalt"}""").RefusedAsync(HttpStatusCode.NotFound)).GetProperty("detail").GetString()!.ShouldContain("did you mean 'http-default'?");

    private static int Number(JsonElement report, string field) => report.GetProperty(field).GetInt32();

    private static string? Verdict(JsonElement change, string side) => change.GetProperty(side).GetProperty("verdict").GetString();
}
