using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>Which pods a fleet has at a moment: evictions replace them, autoscaling adds to them.</summary>
internal sealed class LivePods(WorldSpec spec, Fleet fleet)
{
    private readonly Dictionary<(bool Canary, int Index, int Generation), Pod> _known = [];

    /// <param name="canary">Which slice.</param>
    /// <param name="now">Virtual moment.</param>
    /// <param name="since">Since when the slice runs.</param>
    public IReadOnlyList<(Pod Pod, DateTimeOffset StartedAt)> At(bool canary, DateTimeOffset now, DateTimeOffset since)
    {
        var first = canary ? fleet.Canary : fleet.Stable;
        var evictions = Times(spec.Traits.EvictsEvery, now, since);
        var pods = new List<(Pod, DateTimeOffset)>();
        for (var index = 0; index < first.Length; index++)
        {
            // The first eviction takes pod 0, the next pod 1, and so on, round and round.
            var generation = (evictions + first.Length - 1 - index) / first.Length;
            var last = ((generation - 1) * first.Length) + index + 1;
            pods.Add((Pod(canary, index, generation), generation == 0 ? (canary ? since + first[index].StartsAfter : since - TimeSpan.FromDays(1)) : since + (spec.Traits.EvictsEvery!.Value * last)));
        }

        for (var extra = 0; extra < Math.Min(Times(spec.Traits.ScalesEvery, now, since), first.Length); extra++)
        {
            pods.Add((Pod(canary, first.Length + extra, 0), since + (spec.Traits.ScalesEvery!.Value * (extra + 1))));
        }

        return pods;
    }

    /// <summary>The pod that is evicted at this very second, if one is.</summary>
    public Pod? Evicted(bool canary, DateTimeOffset now, DateTimeOffset since)
    {
        var (before, after) = (Times(spec.Traits.EvictsEvery, now - TimeSpan.FromSeconds(1), since), Times(spec.Traits.EvictsEvery, now, since));
        var pods = canary ? fleet.Canary : fleet.Stable;
        return after > before ? Pod(canary, before % pods.Length, before / pods.Length) : null;
    }

    private static int Times(TimeSpan? every, DateTimeOffset now, DateTimeOffset since) => every is { } length && now > since ? (int)((now - since) / length) : 0;

    private Pod Pod(bool canary, int index, int generation)
    {
        var first = canary ? fleet.Canary : fleet.Stable;
        if (generation == 0 && index < first.Length)
        {
            return first[index];
        }

        if (!_known.TryGetValue((canary, index, generation), out var pod))
        {
            _known[(canary, index, generation)] = pod = Fleets.NewPod(spec, fleet.Rollout, first[0].Hash, $"{index} {generation}");
        }

        return pod;
    }
}
