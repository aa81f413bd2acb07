using System.Globalization;
using GateService.Core.Findings;
using GateService.Core.Judging.Origins;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// What the change may do to the version beside it in its crassest form: stable dies, wholly or for the most part, and the canary goes on. What is left to compare with is of stable's good minutes. It
/// holds, as a stable that gets worse does, and fails where the policy says so and it lasts.
/// </summary>
internal static class LostStableFinding
{
    /// <summary>Null where stable served all along.</summary>
    /// <param name="traffic">What both slices served.</param>
    /// <param name="silences">Where stable fell silent, in the span.</param>
    /// <param name="shortfall">How much less stable had lately than the weight leaves it.</param>
    /// <param name="context">Says where the window begins.</param>
    public static Finding? Of(SliceTraffic traffic, Silences silences, Shortfall? shortfall, JudgingContext context)
    {
        var buckets = traffic.Objective.Control.Buckets;
        var (bucket, begin) = (context.Window.Bucket, context.Window.Begin);
        if (silences.All.Where(silence => buckets[silence.To - 1].Begin >= begin).MaxBy(silence => silence.Expected) is { } silent)
        {
            var (length, usual) = ((silent.To - silent.From) * bucket, silent.Expected / (silent.To - silent.From));
            return Told(traffic, context, silent.IsOngoing, length.TotalSeconds, silences.Explained / usual * bucket.TotalSeconds, Comparison.AtMost, Unit.Seconds,
                $"stable reported {(silent.Own > 0 ? "next to nothing" : "nothing")} {(silent.IsOngoing ? $"since {buckets[silent.From].Begin:HH:mm}Z" : $"from {buckets[silent.From].Begin:HH:mm}Z to {buckets[silent.To - 1].Begin + bucket:HH:mm}Z")}, {Durations.Say(length)}, while the canary had "
                + $"{Quantity.Count(silent.Stable)} {(traffic.IsOfRequests ? "requests" : "events")}: about {Quantity.Count(Math.Round(silent.Expected))} of its own were to be expected{(silent.Own > 0 ? $", and {Quantity.Count(silent.Own)} came" : "")}");
        }

        return shortfall is null ? null : Told(traffic, context, true, shortfall.Share / 100, shortfall.Weight / 100 / context.Sequential.Shortfall, Comparison.AtLeast, Unit.Share, string.Create(CultureInfo.InvariantCulture,
            $"stable lost most of its requests: {Quantity.Count(shortfall.Served)} in the latest minutes beside {Quantity.Count(shortfall.Beside)} of the canary, where weight {100 - shortfall.Weight:0.##} leaves it about {Quantity.Count(Math.Round(shortfall.Expected))}, and both together have fewer than before"));
    }

    private static Finding Told(SliceTraffic traffic, JudgingContext context, bool isOngoing, double value, double threshold, Comparison comparison, Unit unit, string said)
    {
        var fails = context.Sequential.FailWhenStableBreaks && isOngoing;
        return new Finding
        {
            Objective = StableFinding.Name,
            Kind = ObjectiveKind.Stable,
            Outcome = fails ? FindingOutcome.Tripped : FindingOutcome.Undecided,
            Undecided = fails ? null : UndecidedCause.HurtsStable,
            Value = value,
            Threshold = threshold,
            Comparison = comparison,
            Unit = unit,
            Versus = Versus.Absolute,
            Slice = Slice.Stable,
            Sample = traffic.Counts.Control.Where(known => known.Begin >= context.Window.Begin).Sum(known => known.Exposure),
            Score = Findings.Score.Of(value, threshold, comparison, unit),
            Reason = new Statement($"{said}; it died, or its telemetry is late or lost, and may be what the change does to what both share"),
            Queries = traffic.Objective.Queries,
        };
    }
}
