using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NewRelic.Simulator.Nrql;
using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>
/// Five requests of the last five minutes before Thursday 2026-01-15 10:30:00Z, small enough to reckon by hand.
/// Durations are sums of powers of two, so that expected numbers are exact.
/// </summary>
internal sealed class Shop
{
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    private readonly EventStore _store = new();
    private readonly NrqlEngine _engine;

    public Shop(bool seeded = true, params NrqlRule[] rulesOff)
    {
        _engine = new NrqlEngine(_store, new FakeTimeProvider(Now), Options.Create(new SimulatorOptions { RulesOff = rulesOff }));
        if (seeded)
        {
            Request(240, "a", 0.125, ("host", "h1"), ("http.statusCode", 200L), ("error", false));
            Request(180, "a", 0.25, ("host", "h2"), ("http.statusCode", 200L), ("error", false));
            Request(120, "a", 0.375, ("host", "h1"), ("http.statusCode", 500L), ("error", true), ("errorType", "Null"));
            Request(60, "b", 0.5, ("host", "h3"), ("http.statusCode", 200L), ("error", false), ("user", "Ann"));
            Request(30, "b", 2.5, ("host", "h3"), ("httpResponseCode", "503"), ("error", true), ("errorType", "Http"));
        }
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<int> Account { get; } = [1];

    public void Request(int secondsAgo, string app, double duration, params (string Name, object Value)[] more) =>
        Add("Transaction", Now.AddSeconds(-secondsAgo), [("appName", app), ("duration", duration), .. more]);

    public void Add(string eventType, DateTimeOffset moment, params (string Name, object Value)[] attributes) =>
        _store.Append(1, [new SimulatedEvent(eventType, moment.ToUnixTimeMilliseconds(), attributes.ToDictionary(found => found.Name, found => found.Value))]);

    public NrqlAnswer Ask(string nrql) => _engine.Execute(nrql, Account, TestContext.Current.CancellationToken);

    public string Rows(string nrql) => Ask(nrql).Results.ToJsonString(Plain);

    /// <summary>One number of every row, whole or not.</summary>
    public IEnumerable<double> Numbers(string nrql, string name) => Ask(nrql).Results.Select(row => double.Parse(row![name]!.ToJsonString(), CultureInfo.InvariantCulture));

    public string Refusal(string nrql) => Should.Throw<NrqlException>(() => Ask(nrql)).Message;
}
