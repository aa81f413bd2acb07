using GateService.Tests.Hosting;

namespace GateService.Tests.Evidence;

/// <summary>
/// A rollout as a seed has it, whose events come in late, some by almost five minutes: requests of pods that come, go quiet and go, their errors, lines, sales, samples and
/// timeslices. Every event says when it happened; when it arrives is known here alone.
/// </summary>
internal sealed class LateWorld
{
    private const int HistoryMinutes = 60;
    private const double LatestSeconds = 299;

    private readonly Queue<(DateTimeOffset Arrives, Dictionary<string, object> Event)> _coming;

    public LateWorld(int seed, int minutes)
    {
        var dice = new Random(seed);
        Begin = new DateTimeOffset(2026, 1, 2, 12, 0, dice.Next(60), TimeSpan.Zero);
        var events = new List<(DateTimeOffset Arrives, Dictionary<string, object> Event)>();
        foreach (var pod in Pods(dice, minutes))
        {
            for (var minute = pod.From; minute < pod.To; minute++)
            {
                if (minute < pod.QuietFrom || minute >= pod.QuietTo)
                {
                    events.AddRange(Minute(pod, minute, dice).Select(found => (Arrives(found, dice), found)));
                }
            }
        }

        _coming = new(events.OrderBy(found => found.Arrives));
    }

    /// <summary>Of the rollout; somewhere within a minute.</summary>
    public DateTimeOffset Begin { get; }

    /// <summary>What has arrived until then, and has not been given before.</summary>
    public IReadOnlyList<Dictionary<string, object>> ArrivedUntil(DateTimeOffset moment)
    {
        var arrived = new List<Dictionary<string, object>>();
        while (_coming.TryPeek(out var next) && next.Arrives <= moment)
        {
            arrived.Add(_coming.Dequeue().Event);
        }

        return arrived;
    }

    public Task SeedAsync(SimulatorHost simulator, DateTimeOffset until) => simulator.SeedAsync(ArrivedUntil(until));

    /// <summary>Three of stable, of which one is replaced, and two of the canary, of which one falls silent.</summary>
    private static IEnumerable<Pod> Pods(Random dice, int minutes)
    {
        var change = dice.Next(10, minutes - 10);
        yield return new Pod("checkout-7d9f8c6b54-aaaaa", -HistoryMinutes, minutes);
        yield return new Pod("checkout-7d9f8c6b54-bbbbb", -HistoryMinutes, change);
        yield return new Pod("checkout-7d9f8c6b54-ccccc", change, minutes);
        yield return new Pod("checkout-5c6d7e8f-ddddd", 0, minutes) { QuietFrom = dice.Next(5, 20), QuietTo = dice.Next(20, 70) };
        yield return new Pod("checkout-5c6d7e8f-eeeee", dice.Next(1, 60), minutes) { QuietFrom = 10, QuietTo = dice.Next(30, 70), Failing = dice.Next(2) * 0.1 };
    }

    private IEnumerable<Dictionary<string, object>> Minute(Pod pod, int minute, Random dice)
    {
        var requests = dice.Next(0, 9);
        for (var i = 0; i < requests; i++)
        {
            var (at, fails) = (Begin.AddMinutes(minute).AddSeconds(60 * dice.NextDouble()), dice.NextDouble() < 0.01 + pod.Failing);
            yield return Event("Transaction", at, pod, ("duration", Math.Round(Math.Exp(dice.NextDouble() * 3) / 20, 6)), ("http.statusCode", fails ? 500 : dice.Next(50) == 0 ? 404 : 200), ("error", fails), ("transactionType", "Web"));
            if (fails)
            {
                yield return Event("TransactionError", at, pod, ("error.class", "Shop.OutOfStock"), ("error.message", "no such article"), ("error.expected", dice.Next(2) == 0));
            }

            if (dice.Next(4) == 0)
            {
                yield return Event("CheckoutCompleted", at, pod, ("amount", Math.Round(100 * dice.NextDouble(), 2)), ("basket", dice.Next(6)), ("outcome", dice.Next(20) == 0 ? "lost" : "ok"));
            }
        }

        var within = Begin.AddMinutes(minute).AddSeconds(30);
        yield return Event("Log", within, pod, ("entity.name", "checkout"), ("hostname", pod.Name), ("level", dice.Next(10) == 0 ? "error" : "info"), ("message", "a line"));
        yield return Event("K8sPodSample", within, pod, ("podName", pod.Name), ("namespaceName", "shop"), ("isReady", dice.Next(30) == 0 ? 0 : 1), ("status", "Running"));
        yield return Event("K8sContainerSample", within, pod, ("podName", pod.Name), ("namespaceName", "shop"), ("containerName", "app"), ("restartCount", minute > 40 ? 1 : 0));
        yield return Event("Metric", within, pod, ("metricName", "apm.service.transaction.duration"), ("transactionType", "Web"),
            ("apm.service.transaction.duration", new { type = "summary", count = requests, sum = 0.1 * requests, min = 0.05, max = 0.2 }));
    }

    private static Dictionary<string, object> Event(string type, DateTimeOffset at, Pod pod, params (string Name, object Value)[] more)
    {
        var found = new Dictionary<string, object> { ["eventType"] = type, ["timestamp"] = at.ToUnixTimeMilliseconds(), ["appName"] = "checkout", ["host"] = pod.Name };
        foreach (var (name, value) in more)
        {
            found[name] = value;
        }

        return found;
    }

    /// <summary>Most at once, a quarter late.</summary>
    private static DateTimeOffset Arrives(Dictionary<string, object> found, Random dice) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)found["timestamp"]).AddSeconds(dice.Next(4) == 0 ? LatestSeconds * dice.NextDouble() : 1);

    /// <summary>Minutes since the rollout began.</summary>
    private sealed record Pod(string Name, int From, int To)
    {
        public int QuietFrom { get; init; }

        public int QuietTo { get; init; }

        public double Failing { get; init; }
    }
}
