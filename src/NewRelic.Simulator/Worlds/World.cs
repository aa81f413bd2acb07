using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Worlds;

/// <summary>A seeded fleet with a known truth, and how far its virtual time has come.</summary>
internal sealed class World(string id, WorldSpec spec, double weight, EventStore store)
{
    private readonly Lock _lock = new();
    private readonly WorldSecond _second = new(spec);
    private DateTimeOffset _now = spec.Start - spec.History;
    private DateTimeOffset? _canarySince;
    private double _weight = weight;
    private long _emitted;
    private TimeSpan _unspent;

    public WorldSpec Spec => spec;

    public void SetWeight(double percent)
    {
        lock (_lock)
        {
            _weight = percent;
        }
    }

    /// <summary>Emits what lies before the start: the stable version alone.</summary>
    public void EmitHistory()
    {
        var weight = _weight;
        Advance(spec.History, 0);
        SetWeight(weight);
    }

    /// <summary>Emits the events of the next stretch of virtual time, in whole seconds.</summary>
    public WorldStretch Advance(TimeSpan duration, double? weight)
    {
        lock (_lock)
        {
            _weight = weight ?? _weight;
            var (from, end, before) = (_now, _now + duration, _emitted);
            var events = new List<SimulatedEvent>();
            for (; _now + TimeSpan.FromSeconds(1) <= end; _now += TimeSpan.FromSeconds(1))
            {
                _canarySince ??= _weight > 0 ? _now : null;
                _second.Write(events, _now, _weight, _canarySince);
                if (events.Count >= 10_000)
                {
                    Flush(events);
                }
            }

            Flush(events);
            return new WorldStretch(from, _now, _emitted - before, Truth.Of(spec, _canarySince));
        }
    }

    /// <summary>Lets time pass by itself: what is less than a second is saved up.</summary>
    public void Pass(TimeSpan duration)
    {
        _unspent += duration;
        var stretch = Advance(_unspent, null);
        _unspent -= stretch.To - stretch.From;
    }

    public WorldView View()
    {
        lock (_lock)
        {
            return new WorldView(
                id, spec.Kind, spec.Seed, spec.Service, spec.Namespace, spec.Rollout, spec.CanaryHash, spec.StableHash, spec.Team, spec.RequestsPerSecond, spec.Mode, spec.Speed,
                spec.Start, _now, _weight, _emitted, [.. _second.Fleet.Canary.Select(pod => pod.Name)], [.. _second.Fleet.Stable.Select(pod => pod.Name)], Truth.Of(spec, _canarySince));
        }
    }

    private void Flush(List<SimulatedEvent> events)
    {
        store.Append(spec.AccountId, events);
        _emitted += events.Count;
        events.Clear();
    }
}
