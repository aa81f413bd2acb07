using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>From work to events: the dialect's words, the sampler's choice, the agent's caps, and the minutes that metrics are made of.</summary>
internal sealed class Telling(WorldSpec spec, Dialect dialect)
{
    private readonly Harvest _harvest = new(spec.Limits?.Of(dialect) ?? AgentLimits.None, spec.Limits?.Lateness ?? TimeSpan.Zero);
    private readonly TraceSampler _sampler = new(Sampling(spec, dialect), spec.Limits?.TracesPerMinute ?? 10);
    private readonly List<(SimulatedEvent Told, double Priority, Pod Pod, int Process)> _told = [];
    private readonly List<SimulatedEvent> _plain = [];
    private readonly List<SimulatedEvent> _words = [];
    private readonly Dictionary<Pod, (Fleet Fleet, List<Work> Works, List<Work> Unserved)> _minute = [];

    public void Tell(Work work, Dice dice)
    {
        var process = (int)(dice.Uniform() * (spec.Limits?.ProcessesPerPod ?? 1));
        var sampled = _sampler.Keeps(work.Pod, process, work.Moment, work.Fault is not null, work.Duration, dice);
        work = work with { Sampled = sampled, Priority = work.Priority + (sampled ? 1 : 0) };
        if (work.Served)
        {
            dialect.Tell(_words, work);
        }
        else
        {
            dialect.TellUnserved(_words, work);
        }

        _told.AddRange(_words.Select(told => (told, work.Priority, work.Pod, process)));
        _words.Clear();
        if (dialect.TellsMinutes)
        {
            if (!_minute.TryGetValue(work.Pod, out var minute))
            {
                _minute[work.Pod] = minute = (work.Fleet, [], []);
            }

            (work.Served ? minute.Works : minute.Unserved).Add(work);
        }
    }

    /// <summary>What no agent caps: the service's own business events.</summary>
    public void Add(SimulatedEvent told) => _plain.Add(told);

    public void Arrive(List<SimulatedEvent> events, DateTimeOffset second)
    {
        if (second.Second == 59)
        {
            EndMinute(second.ToUnixTimeMilliseconds() / PodMinute.Length * PodMinute.Length);
        }

        events.AddRange(_plain);
        _plain.Clear();
        foreach (var (told, priority, pod, process) in _told)
        {
            _harvest.Take(pod, process, told, priority);
        }

        _told.Clear();
        _harvest.Arrive(events, second);
    }

    private void EndMinute(long begin)
    {
        foreach (var (pod, (fleet, works, unserved)) in _minute)
        {
            dialect.TellMinute(_words, new PodMinute(fleet, pod, begin, works, unserved));
            _told.AddRange(_words.Select(told => (told, 0.0, pod, 0)));
            _words.Clear();
        }

        _minute.Clear();
    }

    private static TraceSampling Sampling(WorldSpec spec, Dialect dialect) =>
        spec.Limits is null ? dialect.Traces : spec.Limits.Traces ?? (dialect.Traces == TraceSampling.Tenth ? TraceSampling.Adaptive : dialect.Traces);
}
