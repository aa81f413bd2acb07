using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GateService.Callers;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Gates;
using GateService.History;
using GateService.Telemetry;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace GateService.Tests.Gates;

/// <summary>Whatever happens beside the verdict, or to the clock, or in New Relic's numbers: an answer comes out, and it is the verdict's.</summary>
public sealed class BoundaryTests
{
    [Fact]
    public async Task An_anchor_that_makes_no_sense_changes_no_verdict()
    {
        using var kept = new Kept();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using (var gate = await GateHost.StartAsync(nerdGraph, kept.Setting))
        {
            await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        }

        await kept.ExecuteAsync("UPDATE anchors SET first_seen = 9223372036854775807");

        // One that remembers nothing of it.
        await using var later = await GateHost.StartAsync(nerdGraph, kept.Setting);
        var answer = await later.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.Warnings().ShouldContain(warning => warning.Contains("the store is not reachable"));
    }

    [Fact]
    public async Task A_decision_that_cannot_be_told_of_is_answered_all_the_same()
    {
        using var kept = new Kept();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(
            nerdGraph, kept.Setting, ("Notifications:Channels:0:Name", "ops"), ("Notifications:Channels:0:Kind", "Webhook"), ("Notifications:Channels:0:Url", "http://127.0.0.1:9/"),
            ("Notifications:Channels:0:Secret", "secret"), ("Notifications:Channels:0:Events:0", "Decided"));
        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        await kept.ExecuteAsync("UPDATE documents SET points = 'no JSON'; UPDATE anchors SET first_seen = 0");

        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.Warnings().ShouldContain(warning => warning.Contains("could not be stored"));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Who_is_past_the_deadline_before_anybody_was_asked_is_told_so(string history)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(
            nerdGraph.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(new StallingTime(TimeSpan.FromSeconds(9))), ("History:Enabled", history));

        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("within its deadline of 8 s");
        answer.Reason().ShouldNotContain("New Relic");
    }

    [Fact]
    public async Task Who_is_past_it_while_New_Relic_is_asked_is_told_that()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph.Endpoint, builder => builder.Host.ConfigureContainer<IServiceCollection>((_, services) => services.AddSingleton<IEvidenceSource>(new EndlessEvidence())), ("Gate:Deadline", "00:00:02"));

        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("within its deadline of 2 s, while its questions to New Relic were under way");
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Who_is_held_up_anywhere_on_the_way_meets_no_bug(double seconds)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(
            nerdGraph.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(new StallingTime(TimeSpan.FromSeconds(seconds))));
        foreach (var policy in new[] { "http-threshold", "http-default" })
        {
            var answer = await gate.EvaluateAsync(Bodies.Step(("policy", policy)).ToJsonString()).JudgedAsync();

            answer.Reason().ShouldNotContain("a bug of its own");
        }
    }

    [Theory]
    [InlineData("1e308")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("-1e308")]
    public async Task Numbers_at_the_end_of_the_scale_are_inconclusive_and_kept_as_they_were_answered(string number)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = Everything(number);
        await using var gate = await GateHost.StartAsync(nerdGraph);
        foreach (var policy in new[] { "http-threshold", "http-default" })
        {
            var answer = await gate.EvaluateAsync(Bodies.Step(("policy", policy)).ToJsonString()).JudgedAsync();

            answer.Verdict().ShouldBe("inconclusive", answer.Reason());
            answer.Reason().ShouldNotContain("a bug of its own");
            var id = answer.GetProperty("decision").GetProperty("id").GetString()!;
            var document = JsonSerializer.Deserialize<JsonElement>(await gate.Client.GetStringAsync($"/v1/decisions/{id}", TestContext.Current.CancellationToken));
            document.GetProperty("response").GetRawText().ShouldBe(answer.GetRawText());
            var (_, body) = (await gate.App.Services.GetRequiredService<DecisionReader>().FindAsync(id, Caller.Anyone, default)).ShouldNotBeNull();
            RecordFormat.Read(body).Evaluation.Verdict.ShouldBe(Core.Verdicts.Verdict.Inconclusive);
        }
    }

    [Fact]
    public async Task Thirty_rollouts_at_once_are_judged_while_another_process_holds_the_store()
    {
        using var kept = new Kept();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, [.. GateHost.Patient, kept.Setting, ("History:Patience", "00:00:00.5")]);
        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        await using var held = await kept.LockAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => gate.EvaluateAsync(Bodies.Step(("stepStartedAt", "2026-01-02T03:04:05Z"), ("rollout", $"rollout-{i}")).ToJsonString()).JudgedAsync()));

        answers.ShouldAllBe(answer => answer.Verdict() == "pass");
        answers.ShouldAllBe(answer => answer.Warnings().Any(warning => warning.Contains("could not be stored")));
    }

    [Fact]
    public async Task Any_exception_inside_the_boundary_becomes_a_value_and_a_line_and_a_caller_who_leaves_goes_through()
    {
        var logs = new FakeLogCollector();
        await using var services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(logs))).AddSingleton(TimeProvider.System)
            .AddSingleton<RunningRollouts>().AddSingleton<GateMetrics>().AddSingleton<Guarded>().BuildServiceProvider();
        var guarded = services.GetRequiredService<Guarded>();
        foreach (var exception in new Exception[] { new DllNotFoundException("native"), new NotSupportedException("never"), new JsonException("odd"), new OperationCanceledException("late") })
        {
            (await guarded.TryAsync("test", () => Task.FromException<int>(exception), () => 7, default)).ShouldBe(7);
            (await guarded.TryAsync<int>("test", () => throw exception, () => 7, default)).ShouldBe(7);
            guarded.Try("test", () => throw exception);
        }

        logs.GetSnapshot().Count(line => line is { Id.Id: 102, Exception: not null }).ShouldBe(12);
        await Should.ThrowAsync<OperationCanceledException>(() => guarded.TryAsync("test", () => Task.FromCanceled<int>(new CancellationToken(true)), () => 7, new CancellationToken(true)));
    }

    [Theory]
    [InlineData("Host:")]
    [InlineData("Host: a:99999")]
    [InlineData("Host: evil.example")]
    public async Task A_Host_header_is_of_no_importance_and_in_no_link(string header)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        var text = await RawAsync(gate, header);

        text.ShouldStartWith("HTTP/1.1 200");
        text.ShouldContain($"\"url\":\"{gate.Client.BaseAddress}v1/decisions/");
        text.ShouldNotContain("evil.example");
    }

    [Theory]
    [InlineData("gate.example")]
    [InlineData("/gate")]
    [InlineData("ftp://gate.example")]
    [InlineData("https://gate.example/below/a/path")]
    [InlineData("https://gate.example/?a=query")]
    [InlineData("https://gate.example/#here")]
    [InlineData("https://me:secret@gate.example")]
    public async Task A_public_address_that_is_none_stops_the_start(string address)
    {
        var refused = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => GateHost.StartAsync(new Uri("http://127.0.0.1:9/"), _ => { }, ("Gate:PublicUrl", address)));

        refused.Message.ShouldStartWith("Gate:PublicUrl is ");
        refused.Message.ShouldContain(": expected an address such as https://gate.example.com");
        refused.Message.ShouldNotContain("secret");
    }

    private static Func<HttpContext, JsonElement, Task> Everything(string number) => (http, question) =>
    {
        string Row(string facet) => $"{{\"facet\":\"{facet}\",{string.Join(",", SliceCounts.Healthy.Row(facet).Keys.Where(key => key is not ("facet" or "p95")).Select(key => $"\"{key}\":{number}"))},\"p95\":{{\"95\":{number}}}}}";
        var containers = ScriptedNerdGraph.Aliases(question).Select(alias => $"\"{alias}\":{{\"results\":[{Row("canary")},{Row("stable")}]}}");
        return ScriptedNerdGraph.Raw(200, "{\"data\":{\"actor\":{\"account\":{" + string.Join(",", containers) + "}}}}")(http, question);
    };

    /// <summary>As bytes: no client of the framework would send such a header.</summary>
    private static async Task<string> RawAsync(GateHost gate, string header)
    {
        var body = Bodies.Step().ToJsonString();
        using var client = new TcpClient();
        await client.ConnectAsync(gate.Client.BaseAddress!.Host, gate.Client.BaseAddress.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"POST /v1/gates/evaluate HTTP/1.1\r\n{header}\r\nAuthorization: Bearer {GateHost.Token}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    /// <summary>A process that is held up for that long between any two looks at the clock.</summary>
    private sealed class StallingTime(TimeSpan stall) : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() => base.GetTimestamp() + (Interlocked.Increment(ref _looks) * stall.Ticks * (TimestampFrequency / TimeSpan.TicksPerSecond));
    }

    /// <summary>Heeds neither its budget nor whoever gives it up.</summary>
    private sealed class EndlessEvidence : IEvidenceSource
    {
        public Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct) => new TaskCompletionSource<GateEvidence>().Task;
    }
}
