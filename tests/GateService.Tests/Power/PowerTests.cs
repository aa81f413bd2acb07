using System.Net;
using System.Text.Json;
using GateService.Cli.Shell;
using GateService.Tests.Cli;
using GateService.Tests.Doctor;
using GateService.Tests.Hosting;

namespace GateService.Tests.Power;

/// <summary>What is said to be seen of a service's traffic, held against what the gate then sees.</summary>
public sealed class PowerTests(DoctorWorld fixture) : IClassFixture<DoctorWorld>
{
    private const string Asked = "window=10m&at=2026-11-01T12:00:00Z&namespace=shop&steps=25:10m";

    [Fact]
    public async Task A_canary_with_the_errors_that_are_said_to_be_seen_fails_and_one_with_a_third_of_them_does_not()
    {
        await fixture.ExamineAsync("java", "http");
        var report = await fixture.AskAsync($"/v1/power?service=java-http&{Asked}&policy=http-default");
        var errors = Objective(report, 0, "error-rate");
        var seen = errors.GetProperty("seen").GetDouble();

        errors.GetProperty("says").GetString()!.ShouldStartWith("at 25 % of this traffic a step of 10m can show error-rate rise from ");
        var broken = await fixture.JudgeAsync(fixture.Gate, "java", "http", FormattableString.Invariant($"{{ \"brokenCanary\": {1.5 * seen:0.####} }}"));
        var sound = await fixture.JudgeAsync(fixture.Gate, "java", "http", FormattableString.Invariant($"{{ \"brokenCanary\": {seen / 3:0.####} }}"));
        broken.Verdict().ShouldBe("fail", $"{seen}: {broken.Reason()}");
        sound.Verdict().ShouldNotBe("fail", $"{seen}: {sound.Reason()}");
    }

    [Fact]
    public async Task Every_step_and_objective_says_what_it_sees_and_a_wish_what_it_takes()
    {
        await fixture.ExamineAsync("java", "http");
        var report = await fixture.AskAsync("/v1/power?service=java-http&window=10m&at=2026-11-01T12:00:00Z&namespace=shop&see=2x");

        report.GetProperty("stableHash").GetString().ShouldBe("7d9f8c6b54");
        report.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("weight").GetDouble()).ShouldBe([5, 25, 50, 100]);
        foreach (var objective in report.GetProperty("steps").EnumerateArray().SelectMany(step => step.GetProperty("objectives").EnumerateArray()))
        {
            objective.GetProperty("says").GetString().ShouldNotBeNullOrEmpty();
        }

        var errors = Enumerable.Range(0, 3).Select(step => Objective(report, step, "error-rate")).ToList();
        errors.Select(one => one.GetProperty("seen").GetDouble()).ShouldBe(errors.Select(one => one.GetProperty("seen").GetDouble()).OrderDescending());
        errors[0].GetProperty("wish").GetProperty("isSeen").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("steps=5", "steps")]
    [InlineData("steps=25:10m,5:10m", "steps")]
    [InlineData("steps=5:10s", "steps")]
    [InlineData("see=1x", "see")]
    [InlineData("see=many", "see")]
    [InlineData("window=1s", "window")]
    public async Task A_field_that_cannot_be_taken_is_named_with_its_value(string field, string name)
    {
        using var answer = await fixture.Gate.Client.GetAsync($"/v1/power?service=java-http&{field}", TestContext.Current.CancellationToken);
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty(name)[0].GetString()!.ShouldContain("expected");
    }

    [Theory]
    [InlineData("service=nobody", "say stableHash")]
    [InlineData("service=java-http&policy=nobody&stableHash=7d9f8c6b54", "nobody")]
    public async Task What_cannot_be_looked_at_is_a_sentence_and_no_number(string query, string said)
    {
        using var answer = await fixture.Gate.Client.GetAsync($"/v1/power?{query}", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(said);
    }

    [Fact]
    public async Task The_command_prints_it_and_ends_with_1_where_the_wish_is_not_seen()
    {
        await fixture.ExamineAsync("java", "http");
        string[] asked = ["power", "java-http", "--namespace", "shop", "--window", "10m", "--at", "2026-11-01T12:00:00Z", "--steps", "25:10m"];

        var plain = await RunAsync(asked);
        var wished = await RunAsync([.. asked, "--see", "1.3x"]);

        plain.Code.ShouldBe(ExitCode.Fine, plain.Error);
        plain.Output.ShouldContain("weight 25, 10m");
        plain.Output.ShouldContain("can show error-rate");
        wished.Code.ShouldBe(ExitCode.No);
        wished.Output.ShouldContain("not seen: ");
    }

    [Fact]
    public async Task The_sample_of_the_page_is_what_the_command_prints()
    {
        var sample = Repository.Read("docs", "gatectl.md").Split("### power\n\n```sh\n")[1].Split("\n```")[0].Split('\n');
        await fixture.ExamineAsync("java", "http");

        var ran = await RunAsync(sample[0].Split(' ')[1..]);

        sample[1..].Length.ShouldBe(4);
        ran.Output.Split('\n')[..4].ShouldBe(sample[1..].Select(line => line.StartsWith("# ", StringComparison.Ordinal) ? line[2..] : line));
    }

    private static JsonElement Objective(JsonElement report, int step, string name) =>
        report.GetProperty("steps")[step].GetProperty("objectives").EnumerateArray().Single(objective => objective.GetProperty("objective").GetString() == name);

    private Task<Ctl> RunAsync(params string[] args) => Ctl.RunAsync(new() { ["GATE_URL"] = fixture.Gate.Client.BaseAddress!.ToString(), ["GATE_TOKEN"] = GateHost.Token }, args);
}
