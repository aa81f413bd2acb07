using System.Net.Http.Json;
using System.Text.Json;
using GateService.Core.Policies.Telemetry;
using GateService.Tests.Hosting;

namespace GateService.Tests.Agents;

/// <summary>
/// One request is one thing: an error, or marked as failed though answered well, or a refusal. A success rate adds errors and marked ones, so what were both would be two failures. Every spelling of HTTP's
/// status beside every spelling of gRPC's code, with and without a mark.
/// </summary>
public sealed class CountedOnceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync();

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    public static TheoryData<string, string, string[], string, object[]> Kinds
    {
        get
        {
            object[] numbers = [0, 13, 5];
            object[] texts = ["OK", "INTERNAL", "NOT_FOUND"];
            string[] agents = ["http.statusCode", "httpResponseCode", "response.status"];
            string[] spans = ["http.response.status_code", "http.status_code"];
            return new()
            {
                { ApmHttp.Name, "error", agents, "grpc.statusCode", numbers },
                { ApmHttp.Name, "error", agents, "grpcStatusCode", ["Internal", "NotFound"] },
                { ApmGrpc.Name, "error", agents, "grpc.statusCode", numbers },
                { ApmGrpc.Name, "error", agents, "grpcStatusCode", ["Internal", "NotFound"] },
                { OtelSpans.Name, "otel.status_code", spans, "rpc.grpc.status_code", numbers },
                { OtelSpans.Name, "otel.status_code", spans, "rpc.response.status_code", texts },
                { OtelSpans.Name, "otel.status_code", spans, "rpc.status_code", texts },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_request_is_two_things(string kind, string mark, string[] statuses, string code, object[] codes)
    {
        var source = TelemetryKinds.Find(kind)!;
        await _simulator.SeedAsync(
            from status in statuses
            from answered in new object?[] { null, 200, 302 }
            from answer in codes.Prepend(null)
            from isMarked in new[] { false, true }
            select Row(source, (status, answered), (code, answer), (mark, mark == "error" ? isMarked : isMarked ? "ERROR" : null)));

        (await CountAsync(source, $"({source.Error}) AND ({source.Marked})")).ShouldBe(0);
        (await CountAsync(source, $"({source.Refusal}) AND ({source.Marked})")).ShouldBe(0);
        (await CountAsync(source, $"({source.Error}) AND ({source.Refusal})")).ShouldBe(0);
        (await CountAsync(source, $"({source.Error}) AND ({source.Denial})")).ShouldBe(0);
        (await CountAsync(source, $"({source.Denial}) AND ({source.Refusal})")).ShouldBe(await CountAsync(source, source.Denial!));
        (await CountAsync(source, source.Error)).ShouldBeGreaterThan(0);
        (await CountAsync(source, source.Refusal!)).ShouldBeGreaterThan(0);
        (await CountAsync(source, source.Marked!)).ShouldBeGreaterThan(0);
    }

    private async Task<double> CountAsync(TelemetrySource source, string condition)
    {
        var nrql = $"SELECT count(*) AS n FROM {source.EventType} WHERE {condition} SINCE {At.AddMinutes(-1).ToUnixTimeMilliseconds()} UNTIL {At.AddMinutes(1).ToUnixTimeMilliseconds()}";
        using var request = new HttpRequestMessage(HttpMethod.Post, _simulator.Endpoint)
        {
            Headers = { { "API-Key", GateHost.ApiKey } },
            Content = JsonContent.Create(new { query = $"{{ actor {{ account(id: 1) {{ nrql(query: {JsonSerializer.Serialize(nrql)}) {{ results }} }} }} }}" }),
        };
        using var answer = await _simulator.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        body.TryGetProperty("errors", out _).ShouldBeFalse(body.ToString());
        return body.GetProperty("data").GetProperty("actor").GetProperty("account").GetProperty("nrql").GetProperty("results")[0].GetProperty("n").GetDouble();
    }

    private static Dictionary<string, object> Row(TelemetrySource source, params (string Name, object? Value)[] told)
    {
        var row = new Dictionary<string, object> { ["eventType"] = source.EventType, ["timestamp"] = At.ToUnixTimeMilliseconds() };
        foreach (var (name, value) in told.Where(attribute => attribute.Value is not null))
        {
            row[name] = value!;
        }

        return row;
    }
}
