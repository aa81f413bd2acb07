using System.Diagnostics;
using System.Globalization;
using NewRelic.Simulator;
using NewRelic.Simulator.Nrql;
using NewRelic.Simulator.Storage;

namespace GateService.Benchmarks;

/// <summary>The simulator's engine alone: a million events in memory and every query of a policy, in processor time so that neighbours do not count.</summary>
internal static class EngineBenchmark
{
    private const int Runs = 5;
    private const long Begin = 1_795_516_800_000;
    private const long Length = 30 * 60_000;
    private static readonly int[] Accounts = [1];

    /// <param name="events">Events to load.</param>
    /// <param name="queries">A golden file of rendered queries: lines of <c>-- name</c>, each followed by one of NRQL.</param>
    public static void Run(int events, string queries)
    {
        var app = SimulatorApp.Create([]);
        var (store, engine) = (app.Services.GetRequiredService<EventStore>(), app.Services.GetRequiredService<NrqlEngine>());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var done = 0; done < events; done += 10_000)
        {
            store.Append(EventStore.EveryAccount, [.. Enumerable.Range(done, Math.Min(10_000, events - done)).Select(index => Event(index, events))]);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events:N0} events: {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0:0} MiB"));
        var total = 0.0;
        var lines = File.ReadAllLines(queries);
        for (var line = 0; line + 1 < lines.Length; line += 2)
        {
            var milliseconds = Enumerable.Range(0, Runs).Select(_ => Measure(engine, lines[line + 1])).Min();
            total += milliseconds;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lines[line][3..],-18} {milliseconds,8:0} ms"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"all",-18} {total,8:0} ms of processor time, best of {Runs}"));
    }

    private static double Measure(NrqlEngine engine, string nrql)
    {
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        engine.Execute(nrql, Accounts);
        return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalMilliseconds;
    }

    /// <summary>Every tenth event a span, one in fifty failed, pods of both slices.</summary>
    private static SimulatedEvent Event(int index, int events)
    {
        var pod = index % 20 == 0 ? $"checkout-5c6d7e8f-{index % 40:00000}" : $"checkout-7d9f8c6b54-{index % 6:00000}";
        var attributes = new Dictionary<string, object>
        {
            ["appName"] = "checkout",
            ["k8s.namespaceName"] = "shop",
            ["k8s.podName"] = pod,
            ["duration"] = 0.05 + (index % 997 / 1000.0),
            ["traceId"] = $"trace{index / 10}",
            ["guid"] = $"guid{index}",
        };
        if (index % 10 == 9)
        {
            (attributes["span.kind"], attributes["peer.service"], attributes["category"]) = ("client", $"api-{index % 3}", "http");
        }
        else
        {
            (attributes["http.statusCode"], attributes["error"], attributes["databaseDuration"], attributes["databaseCallCount"]) = (index % 50 == 0 ? 500L : 200L, index % 50 == 0, 0.01, 3L);
        }

        if (index % 50 == 0)
        {
            (attributes["error.class"], attributes["error.message"]) = ("NullReferenceException", $"Order {index % 7} was not found");
        }

        return new SimulatedEvent(index % 10 == 9 ? "Span" : "Transaction", Begin + (long)(index / (double)events * Length), attributes);
    }
}
