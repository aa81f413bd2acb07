using System.Diagnostics;
using System.Globalization;

namespace GateService.Benchmarks;

/// <summary>What history, outbox and telemetry cost an answer: two gates side by side, asked in turn, one with all of it and one with none.</summary>
internal static class VerdictPathBenchmark
{
    private const int WarmUps = 100;
    private const int Runs = 600;

    public static async Task RunAsync()
    {
        await using var simulator = await Server.SimulatorAsync();
        await using var receiver = await ReceiverServer.StartAsync();
        await using var full = await Server.GateAsync(simulator, Everything(receiver));
        await using var bare = await Server.GateAsync(simulator, new() { ["History__Enabled"] = "false", ["Telemetry__Enabled"] = "false" });
        var fleet = await LiveFleet.LoadAsync(simulator.Http);
        for (var i = 0; i < WarmUps; i++)
        {
            await fleet.EvaluateAsync(full.Http);
            await fleet.EvaluateAsync(bare.Http);
        }

        var (on, off) = (new List<double>(), new List<double>());
        for (var i = 0; i < Runs; i++)
        {
            // In turn, and each first as often as the other.
            foreach (var isFull in i % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var started = Stopwatch.GetTimestamp();
                await fleet.EvaluateAsync(isFull ? full.Http : bare.Http);
                (isFull ? on : off).Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        on.Sort();
        off.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verdict with everything on: median {on[Runs / 2]:0.00} ms, 95th percentile {on[Runs * 95 / 100]:0.00} ms; all off: {off[Runs / 2]:0.00} and {off[Runs * 95 / 100]:0.00} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio of medians {on[Runs / 2] / off[Runs / 2]:0.000}, of means {on.Average() / off.Average():0.000}; {receiver.Taken.Count} messages delivered meanwhile"));
    }

    /// <summary>A message and a trace per decision, metrics and logs sent as well.</summary>
    private static Dictionary<string, string> Everything(ReceiverServer receiver) => new()
    {
        ["Notifications__Channels__0__Name"] = "all",
        ["Notifications__Channels__0__Kind"] = "Webhook",
        ["Notifications__Channels__0__Url"] = new Uri(receiver.Url, "/hook").ToString(),
        ["Notifications__Channels__0__Secret"] = "secret",
        ["Notifications__Channels__0__Events__0"] = "Decided",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Url.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
    };
}
