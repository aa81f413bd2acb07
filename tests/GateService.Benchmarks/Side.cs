using System.Globalization;
using System.Text;
using GateService.Callers;

namespace GateService.Benchmarks;

/// <summary>Gate, bare forwarder and the same played New Relic, each a process of its own: judging, history, tokens and log of the gate are on as shipped.</summary>
internal sealed class Side : IAsyncDisposable
{
    private const string Token = "benchmark-token";

    private Side(Server newRelic, Server gate, Server forwarder) => (NewRelic, Gate, Forwarder) = (newRelic, gate, forwarder);

    public Server NewRelic { get; }

    public Server Gate { get; }

    public Server Forwarder { get; }

    /// <param name="more">Further settings of the gate.</param>
    /// <param name="gate">Another build than GATE_BENCH_GATE.</param>
    public static async Task<Side> StartAsync(Dictionary<string, string>? more = null, string? gate = null)
    {
        var newRelic = await Server.PlayedNerdGraphAsync();
        var nerdGraph = new Uri(newRelic.Http.BaseAddress!, "/graphql");
        var settings = new Dictionary<string, string>
        {
            ["Auth__Disabled"] = "false",
            ["Auth__Tokens__0__Name"] = "benchmark",
            ["Auth__Tokens__0__Team"] = "shop",
            ["Auth__Tokens__0__Sha256"] = TokenBook.Hash(Token),
            ["Auth__Tokens__0__Services__0"] = "*",
            ["Auth__Tokens__0__Namespaces__0"] = "*",
            ["Shares__RequestsPerMinute"] = "0",
            ["Shares__EvaluationsPerToken"] = "20",
            ["Shares__EvaluationsPerTeam"] = "20",
        };
        foreach (var (key, value) in more ?? [])
        {
            settings[key] = value;
        }

        return new Side(newRelic, await Server.GateAsync(nerdGraph, settings, gate: gate), await Server.ForwarderAsync(nerdGraph));
    }

    /// <summary>Questions about so many rollouts that began so long ago, to the minute, as Argo's step analysis sends them.</summary>
    public Asking Rollouts(int count, TimeSpan age, int first = 0)
    {
        var now = TimeProvider.System.GetUtcNow();
        var begun = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero) - age;
        return new Asking(Gate.Http, "/v1/gates/evaluate", [.. Enumerable.Range(first, count).Select(i => Body($"service-{i}", begun))], Token) { Expected = "\"verdict\":\"pass\""u8.ToArray() };
    }

    /// <summary>What the gate asked last, sent through the forwarder.</summary>
    public async Task<Asking> ForwardedAsync() => new(Forwarder.Http, "/", [await NewRelic.Http.GetByteArrayAsync(new Uri("/last", UriKind.Relative))]);

    /// <summary>The same straight to New Relic.</summary>
    public async Task<Asking> StraightAsync() => new(NewRelic.Http, "/graphql", [await NewRelic.Http.GetByteArrayAsync(new Uri("/last", UriKind.Relative))]);

    /// <summary>NRQL queries, bytes of answers and requests to New Relic since the start.</summary>
    public async Task<(long Queries, long Bytes, long Requests)> CountsAsync()
    {
        var counts = (await NewRelic.Http.GetStringAsync(new Uri("/counts", UriKind.Relative))).Split(' ');
        return (long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture), long.Parse(counts[2], CultureInfo.InvariantCulture));
    }

    public async Task LatencyAsync(int milliseconds)
    {
        using var answer = await NewRelic.Http.PutAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"/latency/{milliseconds}"), UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await Gate.DisposeAsync();
        await Forwarder.DisposeAsync();
        await NewRelic.DisposeAsync();
    }

    private static byte[] Body(string service, DateTimeOffset begun) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"service":"{{service}}","namespace":"shop","rollout":"{{service}}","canaryHash":"5c6d7e8f","stableHash":"7d9f8c6b54","stepIndex":"1","stepWeight":"10","stepStartedAt":"{{begun:O}}","rolloutStartedAt":"{{begun:O}}","policy":"http-default"}"""));
}
