using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>Whether a trace is kept.</summary>
/// <param name="sampling">By what rule.</param>
/// <param name="target">Traces a minute and process, adaptive only.</param>
internal sealed class TraceSampler(TraceSampling sampling, int target)
{
    private const double Share = 0.1;
    private const double Slow = 2;

    private readonly Dictionary<(Pod Pod, int Process), Minute> _minutes = [];

    public bool Keeps(Pod pod, int process, long moment, bool failed, double duration, Dice dice) => sampling switch
    {
        TraceSampling.All => true,
        TraceSampling.Adaptive => Adapts(pod, process, moment / 60_000, dice),
        TraceSampling.Tail => failed || duration > Slow || dice.Chance(Share),
        _ => dice.Chance(Share),
    };

    /// <summary>As the agents do: the first target of the first minute; then as many as last minute's traffic suggests, and fewer and fewer beyond the target.</summary>
    private bool Adapts(Pod pod, int process, long number, Dice dice)
    {
        if (!_minutes.TryGetValue((pod, process), out var minute) || minute.Number != number)
        {
            _minutes[(pod, process)] = minute = new Minute(number, minute?.Seen ?? target);
        }

        minute.Seen++;
        var keeps = minute.Kept < target
            ? dice.Chance(target / (double)Math.Max(minute.SeenBefore, target))
            : minute.Kept < 2 * target && dice.Uniform() * minute.Seen < Math.Pow(target, target / (double)minute.Kept) - Math.Sqrt(target);
        minute.Kept += keeps ? 1 : 0;
        return keeps;
    }

    private sealed class Minute(long number, int seenBefore)
    {
        public long Number => number;

        public int SeenBefore => seenBefore;

        public int Seen { get; set; }

        public int Kept { get; set; }
    }
}
