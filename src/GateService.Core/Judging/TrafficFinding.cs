using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// A canary that fell silent in the window, as a finding beside the objectives: a process that died reports nothing, its users get errors that no pod sees, and
/// what is left of its telemetry is of its good minutes. Late telemetry looks alike, so it holds, unless the policy says that it fails.
/// </summary>
internal static class TrafficFinding
{
    public const string Name = "traffic";

    /// <summary>Null where the canary reported all along, or nothing says that it should have.</summary>
    /// <param name="traffic">What both slices served.</param>
    /// <param name="silences">Where the canary fell silent, in the span.</param>
    /// <param name="context">Says where the window begins.</param>
    public static Finding? Of(SliceTraffic traffic, Silences silences, JudgingContext context)
    {
        var buckets = traffic.Objective.Judged.Buckets;
        var window = buckets.Index().FirstOrDefault(bucket => bucket.Item.Begin >= context.Window.Begin, (buckets.Count, null!)).Index;
        var silent = silences.All.Where(silence => silence.To > window).ToList();
        if (silent.Count == 0)
        {
            return null;
        }

        var own = silent.Sum(silence => silence.Own);
        var served = silent.Sum(silence => Served(silence));
        var length = silent.Sum(silence => silence.To - Math.Max(silence.From, window)) * context.Window.Bucket;
        var usual = silent.Sum(silence => silence.Expected) / silent.Sum(silence => silence.To - silence.From);
        var explained = silences.Explained / usual * context.Window.Bucket.TotalSeconds;
        var fails = context.Sequential.FailWithoutTraffic && silent[^1].IsOngoing;
        return new Finding
        {
            Objective = Name,
            Kind = ObjectiveKind.Traffic,
            Outcome = fails ? FindingOutcome.Tripped : FindingOutcome.Undecided,
            Undecided = fails ? null : UndecidedCause.Silent,
            Value = length.TotalSeconds,
            Threshold = explained,
            Comparison = Comparison.AtMost,
            Unit = Unit.Seconds,
            Versus = Versus.Stable,
            Slice = context.Slice,
            Sample = buckets.Skip(window).Sum(bucket => bucket.Exposure),
            StableSample = traffic.Counts.Control.Skip(window).Sum(bucket => bucket.Exposure),
            Score = Findings.Score.Of(length.TotalSeconds, explained, Comparison.AtMost, Unit.Seconds),
            Reason = new Statement($"the canary reported {(own > 0 ? "next to nothing" : "nothing")} {When(silent, buckets, context.Window.Bucket)}, {Durations.Say(length)} of {Durations.Say(context.Window.Length)}, "
                + $"while stable had {Quantity.Count(served)} {(traffic.IsOfRequests ? "requests" : "events")}: about {Quantity.Count(Math.Round(silent.Sum(silence => silence.Expected * Served(silence) / silence.Stable)))} of its own were to be expected{(own > 0 ? $", and {Quantity.Count(own)} came" : "")}"),
            Queries = traffic.Objective.Queries,
        };

        double Served(Silence silence) => traffic.Counts.Control.Take(silence.To).Skip(Math.Max(silence.From, window)).Sum(bucket => bucket.Exposure);
    }

    private static string When(List<Silence> silent, IReadOnlyList<Bucket> buckets, TimeSpan bucket)
    {
        var begin = buckets[silent[0].From].Begin;
        return silent.Count > 1 ? $"{silent.Count} times since {begin:HH:mm}Z"
            : silent[0].IsOngoing ? $"since {begin:HH:mm}Z"
            : $"from {begin:HH:mm}Z to {buckets[silent[0].To - 1].Begin + bucket:HH:mm}Z";
    }
}
