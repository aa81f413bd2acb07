using System.Net;
using System.Text.Json;
using GateService.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Health;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/startup")]
    [InlineData("/healthz/ready")]
    public async Task A_gate_with_a_good_key_is_healthy_without_a_token(string path)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        var (status, health) = await AskAsync(gate, path);

        status.ShouldBe(HttpStatusCode.OK);
        health.GetProperty("status").GetString().ShouldBe("healthy", health.GetRawText());
    }

    [Theory]
    [InlineData("NRAK-WRONG")]
    [InlineData("")]
    public async Task A_bad_key_makes_the_gate_unready_with_the_reason_and_every_verdict_inconclusive(string key)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Raw(401, "");
        await using var gate = await GateHost.StartAsync(nerdGraph, ("NewRelic:ApiKey", key));

        var (status, health) = await AskAsync(gate, "/healthz/ready");
        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        status.ShouldBe(HttpStatusCode.ServiceUnavailable, health.GetRawText());
        Check(health, "newRelic").GetProperty("why").GetString().ShouldNotBeNullOrEmpty();
        health.GetRawText().ShouldNotContain("NRAK-WRONG");
        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("New Relic");
    }

    [Fact]
    public async Task A_New_Relic_that_is_not_there_is_degraded_and_still_ready()
    {
        await using var gate = await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { });

        var (status, health) = await AskAsync(gate, "/healthz/ready");

        status.ShouldBe(HttpStatusCode.OK);
        Check(health, "newRelic").GetProperty("status").GetString().ShouldBe("degraded");
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_degraded_and_changes_no_verdict()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, ("History:ConnectionString", "Data Source=/proc/no/such/folder/gate.db"));

        var (status, health) = await AskAsync(gate, "/healthz/ready");
        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        status.ShouldBe(HttpStatusCode.OK);
        Check(health, "store").GetProperty("status").GetString().ShouldBe("degraded");
        answer.Verdict().ShouldBe("pass");
        answer.Warnings().ShouldBe(
        [
            "the store is not reachable: the window is counted back from now, not from when this step was first seen",
            "this decision could not be stored, and its link will not work",
        ]);
    }

    [Fact]
    public async Task A_store_that_another_process_holds_is_degraded_and_changes_no_verdict()
    {
        using var folder = new TemporaryFolder();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, ("History:ConnectionString", $"Data Source={folder.File("gate.db")}"), ("History:Patience", "00:00:00.5"));
        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        await using var other = new SqliteConnection($"Data Source={folder.File("gate.db")};Pooling=False");
        await other.OpenAsync();
        await using var holding = await other.BeginTransactionAsync();
        // Asked by the second gate: the first may have an answer of some seconds ago.
        await using var late = await GateHost.StartAsync(nerdGraph, ("History:ConnectionString", $"Data Source={folder.File("gate.db")}"), ("History:Patience", "00:00:00.5"));

        var (status, health) = await AskAsync(late, "/healthz/ready");
        var answer = await gate.EvaluateAsync(Bodies.Step(("stepWeight", "25")).ToJsonString()).JudgedAsync();

        status.ShouldBe(HttpStatusCode.OK);
        Check(health, "store").GetProperty("status").GetString().ShouldBe("degraded", health.GetRawText());
        answer.Verdict().ShouldBe("pass");
        answer.Warnings().ShouldContain("this decision could not be stored, and its link will not work");
    }

    [Fact]
    public async Task A_deleted_store_is_degraded_logged_and_counted_without_anybody_asking_and_then_begun_anew()
    {
        using var folder = new TemporaryFolder();
        var (time, said) = (new FakeTimeProvider(TimeProvider.System.GetUtcNow()), new TaskCompletionSource());
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(
            nerdGraph.Endpoint,
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(time);
                builder.Services.AddSingleton<ILoggerProvider>(new SayingLogger(304, said));
            },
            ("History:ConnectionString", $"Data Source={folder.File("gate.db")}"));
        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        File.Delete(folder.File("gate.db"));

        time.Advance(TimeSpan.FromSeconds(10));
        await said.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var (_, health) = await AskAsync(gate, "/healthz/ready");
        Check(health, "store").GetProperty("status").GetString().ShouldBe("degraded", health.GetRawText());
        (await gate.Client.GetStringAsync("/metrics")).ShouldContain("kind=\"store\"");

        time.Advance(TimeSpan.FromSeconds(6));
        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        (_, health) = await AskAsync(gate, "/healthz/ready");

        Check(health, "store").GetProperty("status").GetString().ShouldBe("healthy", health.GetRawText());
        answer.Warnings().ShouldBeEmpty();
        (await gate.Client.GetAsync(new Uri(answer.GetProperty("decision").GetProperty("url").GetString()!).AbsolutePath)).StatusCode.ShouldBe(HttpStatusCode.OK);
        File.Exists(folder.File("gate.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_health_of_New_Relic_is_asked_once_for_many_probes()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        for (var i = 0; i < 5; i++)
        {
            await AskAsync(gate, "/healthz/ready");
        }

        nerdGraph.Probes.ShouldBe(1);
    }

    /// <summary>Hears when an event is logged.</summary>
    private sealed class SayingLogger(int id, TaskCompletionSource said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == id)
            {
                said.TrySetResult();
            }
        }

        public void Dispose()
        {
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Health)> AskAsync(GateHost gate, string path)
    {
        using var stranger = new HttpClient { BaseAddress = gate.Client.BaseAddress };
        using var response = await stranger.GetAsync(path);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    private static JsonElement Check(JsonElement health, string name) => health.GetProperty("checks").GetProperty(name);
}
