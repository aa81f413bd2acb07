using System.Diagnostics;
using System.Globalization;

namespace GateService.Benchmarks;

/// <summary>Slack away for ten real minutes: two gates asked in turn, one whose Slack answers and one whose does not, and every message delivered after.</summary>
internal static class OutageBenchmark
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(TimeSpan outage)
    {
        await using var simulator = await Server.SimulatorAsync();
        await using var up = await ReceiverServer.StartAsync();
        await using var down = await ReceiverServer.StartAsync();
        await using var calm = await Server.GateAsync(simulator, Slack(up));
        await using var troubled = await Server.GateAsync(simulator, Slack(down));
        var fleet = await LiveFleet.LoadAsync(simulator.Http);
        for (var i = 0; i < 50; i++)
        {
            await fleet.EvaluateAsync(calm.Http);
            await fleet.EvaluateAsync(troubled.Http);
        }

        var turn = 0;
        down.Answer = http => (Interlocked.Increment(ref turn) % 3) switch
        {
            0 => Refuse(http, 503, null),
            1 => Refuse(http, 429, "15"),
            _ => Task.Delay(TimeSpan.FromMinutes(1), http.RequestAborted).ContinueWith(_ => http.Response.StatusCode = 500, TaskScheduler.Default),
        };
        var (undisturbed, disturbed) = (new List<double>(), new List<double>());
        var asked = 50;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < outage)
        {
            foreach (var isCalm in asked % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var started = Stopwatch.GetTimestamp();
                await fleet.EvaluateAsync(isCalm ? calm.Http : troubled.Http);
                (isCalm ? undisturbed : disturbed).Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            asked++;
            await Task.Delay(Between);
        }

        var before = down.Taken.Count;
        down.Answer = http => http.Response.WriteAsync("ok");
        var recovery = Stopwatch.StartNew();
        while (down.Taken.Count < asked && recovery.Elapsed < TimeSpan.FromMinutes(5))
        {
            await Task.Delay(100);
        }

        undisturbed.Sort();
        disturbed.Sort();
        var (n, m) = (undisturbed.Count, disturbed.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked} decisions told; Slack away for {outage.TotalMinutes:0} minutes, {before} delivered before, {turn} attempts meanwhile"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"verdicts meanwhile: median {disturbed[m / 2]:0.0} ms, 95th percentile {disturbed[m * 95 / 100]:0.0} ms; beside it with Slack there: {undisturbed[n / 2]:0.0} and {undisturbed[n * 95 / 100]:0.0} ms; ratio of medians {disturbed[m / 2] / undisturbed[n / 2]:0.000}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all {down.Taken.Count} of {asked} delivered {recovery.Elapsed.TotalSeconds:0} s after Slack was back; {up.Taken.Count} by the other"));
    }

    private static Task Refuse(HttpContext http, int status, string? retryAfter)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    }

    private static Dictionary<string, string> Slack(ReceiverServer receiver) => new()
    {
        ["Notifications__Channels__0__Name"] = "slack",
        ["Notifications__Channels__0__Kind"] = "Slack",
        ["Notifications__Channels__0__Events__0"] = "Decided",
        ["Notifications__Channels__0__Url"] = new Uri(receiver.Url, "/hook").ToString(),
    };
}
