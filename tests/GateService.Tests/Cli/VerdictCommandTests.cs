using System.Text.Json;
using GateService.Cli.Shell;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GateService.Tests.Cli;

/// <summary><c>gatectl check</c>, <c>explain</c> and <c>watch</c>: what pipelines and people are told of verdicts.</summary>
public sealed class VerdictCommandTests : IAsyncLifetime
{
    private static readonly SliceCounts Broken = new(903, 37);
    private static readonly SliceCounts Few = new(3, 0);

    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;

    private Dictionary<string, string> Environment => new() { ["GATE_URL"] = _gate.Client.BaseAddress!.ToString(), ["GATE_TOKEN"] = GateHost.Token };

    /// <summary>Nobody answers there: what is asked ends otherwise.</summary>
    private static Dictionary<string, string> Nowhere => new() { ["GATE_URL"] = "http://127.0.0.1:9", ["GATE_TOKEN"] = GateHost.Token };

    private static string[] Question => ["check", "--service", "checkout", "--namespace", "shop", "--mode", "step", "--stable-hash", "7d9f8c6b54", "--canary-hash", "5c6d7e8f", "--step-weight", "5", "--policy", "http-threshold"];

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _gate = await GateHost.StartAsync(_nerdGraph);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Theory]
    [InlineData("pass", ExitCode.Fine)]
    [InlineData("fail", ExitCode.No)]
    [InlineData("inconclusive", ExitCode.Inconclusive)]
    public async Task A_pipeline_tells_verdicts_apart_by_the_code_and_reads_why(string verdict, ExitCode code)
    {
        Answer(verdict);

        var asked = await Ctl.RunAsync(Environment, Question);

        asked.Code.ShouldBe(code, asked.Error);
        asked.Output.ShouldStartWith($"{verdict}: ");
        asked.Output.ShouldContain("error-rate: ");
        asked.Output.ShouldContain($"  decision  {_gate.Client.BaseAddress}decisions/");
    }

    [Fact]
    public async Task The_summary_of_the_job_and_the_comment_have_the_tripped_objective_first_and_a_link_for_people()
    {
        Answer("fail");
        using var folder = new TemporaryFolder();

        await Ctl.RunAsync(new(Environment) { ["GITHUB_STEP_SUMMARY"] = folder.File("summary.md") }, [.. Question, "--markdown", folder.File("comment.md")]);

        var markdown = await File.ReadAllTextAsync(folder.File("comment.md"));
        (await File.ReadAllTextAsync(folder.File("summary.md"))).ShouldBe(markdown);
        markdown.ShouldStartWith("### fail: checkout\n\nerror-rate 4.1 % over limit 2 %");
        markdown.ShouldContain("| objective | outcome | value | limit | stable | why |\n|---|---|---|---|---|---|\n| error-rate | tripped | 4.1 % | at most 2 % |");
        markdown.ShouldContain($"[The decision]({_gate.Client.BaseAddress}decisions/");
    }

    [Fact]
    public async Task Programs_get_the_whole_answer()
    {
        Answer("fail");

        var asked = await Ctl.RunAsync(Environment, [.. Question, "-o", "json"]);

        JsonSerializer.Deserialize<JsonElement>(asked.Output).Verdict().ShouldBe("fail");
        asked.Code.ShouldBe(ExitCode.No);
    }

    [Fact]
    public async Task It_waits_while_the_verdict_is_open_says_so_and_ends_with_the_first_that_decides()
    {
        var batches = 0;
        _nerdGraph.Answer = (http, question) => ScriptedNerdGraph.Slices(Interlocked.Increment(ref batches) == 1 ? Few : SliceCounts.Healthy, SliceCounts.Healthy)(http, question);

        var asked = await Ctl.RunAsync(Environment, [.. Question, "--wait", "2m", "--every", "1s"]);

        asked.Code.ShouldBe(ExitCode.Fine, asked.Output);
        asked.Error.ShouldContain(" left: inconclusive, ");
    }

    [Fact]
    public async Task A_gate_that_is_away_is_waited_for_and_then_is_no_answer()
    {
        var asked = await Ctl.RunAsync(new() { ["GATE_URL"] = "http://127.0.0.1:1" }, [.. Question, "--wait", "1s", "--every", "1s"]);

        asked.Code.ShouldBe(ExitCode.NoAnswer);
        asked.Error.ShouldContain(" left: the gate at http://127.0.0.1:1/ cannot be reached");
    }

    [Theory]
    [InlineData(new[] { "--step-weight", "500" }, "stepWeight '500': expected a percentage from 0 to 100")]
    [InlineData(new[] { "--wait", "long" }, "--wait 'long': expected a duration up to 24h")]
    [InlineData(new[] { "--every", "10ms" }, "--every '10ms': expected a duration of 1s or more")]
    [InlineData(new[] { "--arg", "main" }, "--arg 'main': expected a name and a value")]
    public async Task A_question_that_cannot_be_taken_is_usage_with_the_fields_and_values(string[] wrong, string said)
    {
        var asked = await Ctl.RunAsync(Environment, [.. Question.Except(["--step-weight", "5"]), .. wrong]);

        asked.Code.ShouldBe(ExitCode.Usage);
        asked.Error.ShouldContain(said);
    }

    [Fact]
    public async Task A_decision_is_explained_by_its_id_and_by_any_of_its_addresses()
    {
        Answer("fail");
        var decision = JsonSerializer.Deserialize<JsonElement>((await Ctl.RunAsync(Environment, [.. Question, "-o", "json"])).Output).GetProperty("decision");

        var byId = await Ctl.RunAsync(Environment, ["explain", decision.GetProperty("id").GetString()!, "--queries"]);
        var byUrl = await Ctl.RunAsync(Environment, ["explain", decision.GetProperty("url").GetString()!, "--queries"]);

        byId.Code.ShouldBe(ExitCode.Fine, byId.Error);
        byId.Output.ShouldStartWith("fail: error-rate 4.1 % over limit 2 %");
        byId.Output.ShouldContain("  policy    http-threshold (");
        byId.Output.ShouldContain("FROM Transaction");
        byUrl.ShouldBe(byId);
        var typo = await Ctl.RunAsync(Nowhere, ["explain", "../../etc"]);
        typo.Code.ShouldBe(ExitCode.Usage);
        typo.Error.ShouldContain("decision '../../etc': expected an id");
        (await Ctl.RunAsync(Environment, ["explain", "01M86RAPQCFYM8R6Z0990PQN1D"])).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task A_rollout_is_watched_to_its_end()
    {
        Answer("inconclusive");
        await Ctl.RunAsync(Environment, Question);
        Answer("fail");
        await Ctl.RunAsync(Environment, Question);

        var failed = await Ctl.RunAsync(Environment, ["watch", "shop/checkout"]);
        var unknown = await Ctl.RunAsync(Environment, ["watch", "shop/chekout", "--wait", "0s"]);
        var wrong = await Ctl.RunAsync(Environment, ["watch", "shop/"]);

        failed.Code.ShouldBe(ExitCode.No, failed.Error);
        failed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Contains("  step 5 %  inconclusive: ", StringComparison.Ordinal) ? "inconclusive" : line.Contains("  step 5 %  fail: ", StringComparison.Ordinal) ? "fail" : line).ShouldBe(["inconclusive", "fail"]);
        unknown.Code.ShouldBe(ExitCode.Usage);
        unknown.Error.ShouldContain("there is no rollout 'shop/chekout'");
        wrong.Error.ShouldContain("rollout 'shop/': expected namespace/name");
        foreach (var typed in new[] { "checkout", "shop/a/b" })
        {
            var typo = await Ctl.RunAsync(Nowhere, ["watch", typed, "--wait", "0s"]);
            typo.Code.ShouldBe(ExitCode.Usage);
            typo.Error.ShouldContain($"rollout '{typed}': expected namespace/name");
        }
    }

    [Fact]
    public async Task A_job_of_GitHub_Actions_asks_as_itself_and_needs_no_secret()
    {
        Answer("pass");
        await using var github = await SignerAsync();
        var job = new Dictionary<string, string> { ["GATE_URL"] = Environment["GATE_URL"], ["GATE_OIDC_AUDIENCE"] = "gate-service", ["ACTIONS_ID_TOKEN_REQUEST_URL"] = $"{github.Urls.First()}/sign?api-version=2", ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "opener" };

        var signed = await Ctl.RunAsync(job, Question);
        var unsigned = await Ctl.RunAsync(new(job) { ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "another" }, Question);
        var elsewhere = await Ctl.RunAsync(new() { ["GATE_URL"] = Environment["GATE_URL"] }, [.. Question, "--oidc-audience", "gate-service"]);

        signed.Code.ShouldBe(ExitCode.Fine, signed.Error);
        unsigned.Code.ShouldBe(ExitCode.NoAnswer);
        unsigned.Error.ShouldContain("GitHub does not sign the job's identity: 401");
        elsewhere.Code.ShouldBe(ExitCode.Usage);
        elsewhere.Error.ShouldContain("expected a job of GitHub Actions with permissions: id-token: write");
    }

    private void Answer(string verdict) =>
        _nerdGraph.Answer = ScriptedNerdGraph.Slices(verdict switch { "pass" => SliceCounts.Healthy, "fail" => Broken, _ => Few }, SliceCounts.Healthy);

    /// <summary>Signs as GitHub does: for whoever has what opens it, and for the audience that was asked for.</summary>
    private static async Task<WebApplication> SignerAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/sign", (HttpRequest request) => request.Headers.Authorization == "Bearer opener" && request.Query["audience"] == "gate-service" ? Results.Json(new { value = GateHost.Token }) : Results.StatusCode(401));
        await app.StartAsync();
        return app;
    }
}
