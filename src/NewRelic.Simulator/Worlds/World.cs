using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Worlds;

/// <summary>A seeded fleet with a known truth, and how far its virtual time has come.</summary>
internal sealed class World
{
    /// <summary>Events written at once: few enough that they are garbage before the collector looks at them a second time.</summary>
    private const int Batch = 500;

    private readonly Lock _lock = new();
    private readonly Ledger _ledger;
    private readonly WorldSecond _second;
    private readonly AgentWorld? _agents;
    private readonly string _id;
    private readonly EventStore _store;
    private DateTimeOffset _now;
    private DateTimeOffset? _canarySince;
    private double _weight;
    private long _emitted;
    private TimeSpan _unspent;

    public World(string id, WorldSpec spec, double weight, EventStore store)
    {
        (_id, Spec, _weight, _store, _now) = (id, spec, weight, store, spec.Start - spec.History);
        _ledger = new Ledger();
        _second = new WorldSecond(spec, _ledger);
        _agents = spec.Dialect is null ? null : new AgentWorld(spec, spec.Dialect, _ledger);
    }

    public WorldSpec Spec { get; }

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
        Advance(Spec.History, 0);
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
                Write(events);
                if (events.Count >= Batch)
                {
                    Flush(events);
                }
            }

            Flush(events);
            return new WorldStretch(from, _now, _emitted - before, Told());
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
        var spec = Spec;
        lock (_lock)
        {
            return new WorldView(
                _id, spec.Kind, spec.Seed, spec.Service, spec.Namespace, spec.Rollout, spec.CanaryHash, spec.StableHash, spec.Team, spec.RequestsPerSecond, spec.Mode, spec.Speed,
                spec.Dialect?.Name, spec.Protocol, spec.Start, _now, _weight, _emitted, [.. _second.Fleet.Canary.Select(pod => pod.Name)], [.. _second.Fleet.Stable.Select(pod => pod.Name)], Told());
        }
    }

    /// <summary>The truth of the whole minutes of a window.</summary>
    public Truth Told(DateTimeOffset since, DateTimeOffset until)
    {
        lock (_lock)
        {
            var (from, to) = (since.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds());
            return Truth.Of(Spec, _canarySince) with { Canary = _ledger.Sum(canary: true, from, to), Stable = _ledger.Sum(canary: false, from, to) };
        }
    }

    /// <summary>The truth of everything so far.</summary>
    private Truth Told() => Truth.Of(Spec, _canarySince) with { Canary = _ledger.Sum(canary: true, 0, long.MaxValue), Stable = _ledger.Sum(canary: false, 0, long.MaxValue) };

    private void Write(List<SimulatedEvent> events)
    {
        if (_agents is null)
        {
            _second.Write(events, _now, _weight, _canarySince);
        }
        else
        {
            _agents.Write(events, _now, _weight, _canarySince);
        }
    }

    private void Flush(List<SimulatedEvent> events)
    {
        _store.Append(Spec.AccountId, events);
        _emitted += events.Count;
        events.Clear();
    }
}
