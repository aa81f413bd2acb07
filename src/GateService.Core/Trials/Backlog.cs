using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// A queue's lag that the change need not have made: over its limit already when the rollout began and no larger now, or falling from a peak, as after the consumers' groups were dealt out anew while
/// pods were replaced. Neither fails, however long it is over the limit; what grows, or stays up after it began with the rollout, does.
/// </summary>
/// <param name="First">The first reading of the rollout.</param>
/// <param name="Peak">The largest.</param>
/// <param name="PeakAt">When that was read.</param>
/// <param name="Now">The latest.</param>
/// <param name="IsOver">The latest is over the limit.</param>
/// <param name="WasOver">The first was, and the latest is hardly more.</param>
/// <param name="IsFalling">It falls, and a good part of the peak is gone.</param>
internal sealed record Backlog(double First, double Peak, DateTimeOffset PeakAt, double Now, bool IsOver, bool WasOver, bool IsFalling)
{
    /// <summary>Up to so many times the first reading is no growth.</summary>
    private const double Alike = 1.1;

    /// <summary>What is left of the peak where it drains.</summary>
    private const double Left = 0.75;

    private const int Latest = 3;

    /// <summary>No reading speaks for this change having made it.</summary>
    public bool IsNoGrowth => !IsOver || WasOver || IsFalling;

    /// <summary>Null for what is no queue's lag, and where nothing was read.</summary>
    public static Backlog? Of(Trial trial)
    {
        var readings = trial.Evidence.Judged.Buckets.Where(bucket => bucket.Mean is not null).Select(bucket => (At: bucket.Begin, Value: bucket.Mean!.Value)).ToList();
        if (trial.Objective is not QueueLagObjective || readings.Count == 0)
        {
            return null;
        }

        var (first, peak, now) = (readings[0].Value, readings.MaxBy(reading => reading.Value), readings[^1].Value);
        var isFalling = now <= Left * peak.Value && readings.Count >= 2 * Latest && Mean(readings.TakeLast(Latest)) < Mean(readings.SkipLast(Latest).TakeLast(Latest));
        return new Backlog(first, peak.Value, peak.At, now, IsOver(now), IsOver(first) && now <= Alike * first, isFalling);

        bool IsOver(double value) => MinutesOverLimit.IsOver(trial.Objective, value, trial.Context.Weight);

        static double Mean(IEnumerable<(DateTimeOffset At, double Value)> some) => some.Average(reading => reading.Value);
    }

    /// <summary>For example <c>as when the rollout began (5,400)</c>; what is said behind value and limit.</summary>
    public string Said(Unit unit) => WasOver
        ? $"as it was when the rollout began, {Quantity.Say(First, unit)}: not shown to be this change"
        : $"and falling since {PeakAt:HH:mm}Z, when it was {Quantity.Say(Peak, unit)}: it fails if it stops to";
}
