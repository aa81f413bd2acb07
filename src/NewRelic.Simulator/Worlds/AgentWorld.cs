using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>A world told in a dialect, second by second: requests, probes, jobs and bystanders, through the agent's caps, and the truth into the ledger.</summary>
internal sealed class AgentWorld(WorldSpec spec, Dialect dialect, Ledger ledger)
{
    private const int ProbeEverySeconds = 5;

    private readonly WorkComposer _composer = new(spec, dialect);
    private readonly Telling _telling = new(spec, dialect);
    private readonly ServiceLog? _log = spec.Logs is null ? null : new ServiceLog(spec, spec.Logs, dialect);
    private readonly LivePods _pods = new(spec, Fleets.Judged(spec));
    private readonly Fleet _second = Fleets.SecondCluster(spec);
    private readonly Fleet _neighbour = Fleets.Neighbour(spec);
    private readonly Fleet _staging = Fleets.Staging(spec);

    /// <summary>The pods it began with; what comes later is cold at first.</summary>
    private readonly HashSet<Pod> _first = [.. Fleets.Judged(spec).Stable, .. Fleets.Judged(spec).Canary];

    private Fleet JudgedFleet { get; } = Fleets.Judged(spec);

    public void Write(List<SimulatedEvent> events, DateTimeOffset second, double weight, DateTimeOffset? canarySince)
    {
        var stable = _pods.At(canary: false, second, spec.Start - spec.History);
        var canary = canarySince is { } since ? _pods.At(canary: true, second, since) : [];
        Requests(second, weight, canarySince, stable, canary, Dice("requests", second));
        BadClient(second, canarySince, canary, Dice("client", second));
        foreach (var (pods, isCanary) in new[] { (stable, false), (canary, true) })
        {
            Beside(second, [.. pods.Where(pod => pod.StartedAt <= second).Select(pod => pod.Pod)], isCanary, canarySince);
        }

        Others(_neighbour, spec.RequestsPerSecond * WorldSecond.NeighbourShare, WorldSecond.NeighbourErrors, second, Dice("neighbour", second));
        Others(_staging, spec.RequestsPerSecond * WorldSecond.StagingShare, WorldSecond.StagingErrors, second, Dice("staging", second));
        if (spec.Traits.SecondCluster)
        {
            Others(_second, spec.RequestsPerSecond, Behaviour.OrdinaryErrors, second, Dice("cluster", second));
        }

        _telling.Arrive(events, second);
        Samples(events, second, stable, canary, canarySince);
    }

    private Dice Dice(string purpose, DateTimeOffset second) => new(spec.Seed, purpose, spec.Played(second).ToUnixTimeSeconds());

    private void Requests(
        DateTimeOffset second, double weight, DateTimeOffset? canarySince, IReadOnlyList<(Pod Pod, DateTimeOffset StartedAt)> stable, IReadOnlyList<(Pod Pod, DateTimeOffset StartedAt)> canary, Dice dice)
    {
        var arrivals = spec.Kind == WorldKind.Idle ? 0 : dice.Poisson(spec.RequestsPerSecond * WorldSecond.Tide(spec.Played(second)));
        var logDice = _log?.DiceAt(second);
        for (var i = 0; i < arrivals; i++)
        {
            var toCanary = dice.Chance((spec.Kind == WorldKind.WeightNotApplied ? WorldSecond.Misrouted * weight : weight) / 100) && canary.Count > 0;
            if (toCanary && spec.Kind == WorldKind.NoTraffic)
            {
                continue;
            }

            var (pod, startedAt) = dice.Pick(toCanary ? canary : stable);
            var moment = second.AddMilliseconds((int)(dice.Uniform() * 1000));
            if (toCanary && dice.Chance(spec.Traits.IngressErrors))
            {
                Tell(_composer.Unserved(JudgedFleet, pod, moment.ToUnixTimeMilliseconds(), dice), toCanary, canarySince, dice);
                continue;
            }

            var outcome = RequestBehaviour.Decide(Behave(pod, toCanary, moment - startedAt, moment, canarySince), dice);
            var work = _composer.User(JudgedFleet, pod, outcome, moment.ToUnixTimeMilliseconds(), dice);
            var isTold = Tell(work, toCanary, canarySince, dice);
            foreach (var line in isTold && _log is not null ? _log.Of(work, logDice!) : [])
            {
                _telling.Add(line);
            }

            if (isTold && work.Fault is null && dice.Chance(WorldSecond.Checkouts * (toCanary && spec.Kind == WorldKind.ConversionDrop ? 0.6 : 1)))
            {
                _telling.Add(RequestEvents.Checkout(JudgedFleet, pod, dice.Chance(toCanary && spec.Kind == WorldKind.ConversionDrop ? 0.7 : 0.96), work.Moment, dice));
            }
        }
    }

    private Behaviour Behave(Pod pod, bool canary, TimeSpan age, DateTimeOffset now, DateTimeOffset? canarySince)
    {
        var behaviour = Behaviour.Of(spec, canary, age, now, canarySince);
        if (!canary && spec.Traits.BrokenStable > 0 && canarySince is not null)
        {
            behaviour = behaviour with { DatabaseFailures = spec.Traits.BrokenStable, FailuresComeFrom = Failure.Self };
        }

        if (canary && spec.Traits.BrokenCanary > 0)
        {
            behaviour = behaviour with { OwnErrors = spec.Traits.BrokenCanary };
        }

        return age < WorldSpec.ColdFor && !_first.Contains(pod) ? behaviour with { OwnSlowness = WorldSecond.Cold } : behaviour;
    }

    private void BadClient(DateTimeOffset second, DateTimeOffset? canarySince, IReadOnlyList<(Pod Pod, DateTimeOffset StartedAt)> canary, Dice dice)
    {
        for (var i = 0; i < (WorldSecond.SendsBadly(spec, second, canarySince) ? WorldSecond.BadClientRequests : 0); i++)
        {
            Tell(_composer.User(JudgedFleet, dice.Pick(canary).Pod, WorldSecond.BadRequest, second.ToUnixTimeMilliseconds(), dice), canary: true, canarySince, dice);
        }
    }

    /// <summary>Probes and jobs: by pod, whatever the weight.</summary>
    private void Beside(DateTimeOffset second, List<Pod> pods, bool canary, DateTimeOffset? canarySince)
    {
        foreach (var (index, pod) in pods.Index())
        {
            var dice = new Dice(spec.Seed, pod.Name, spec.Played(second).ToUnixTimeSeconds());
            if (spec.Traits.Probes && (second.ToUnixTimeSeconds() + index) % ProbeEverySeconds == 0)
            {
                Tell(_composer.Probe(JudgedFleet, pod, second.ToUnixTimeMilliseconds(), dice), canary, canarySince, dice);
            }

            for (var jobs = spec.Traits.BackgroundPerMinute > 0 ? dice.Poisson(spec.Traits.BackgroundPerMinute / 60) : 0; jobs > 0; jobs--)
            {
                Tell(_composer.Job(JudgedFleet, pod, second.ToUnixTimeMilliseconds(), dice), canary, canarySince, dice);
            }
        }
    }

    /// <returns>Whether its agent still says anything.</returns>
    private bool Tell(Work work, bool canary, DateTimeOffset? canarySince, Dice dice)
    {
        ledger.Of(work.Moment, canary).Count(work);
        var silent = canary && spec.Traits.FallsSilentAfter is { } after && work.Moment >= (canarySince!.Value + after).ToUnixTimeMilliseconds();
        if (!silent)
        {
            _telling.Tell(work, dice);
        }

        return !silent;
    }

    /// <summary>Innocent bystanders with errors of their own, so that a slice cut wrongly shows.</summary>
    private void Others(Fleet fleet, double perSecond, double errors, DateTimeOffset second, Dice dice)
    {
        for (var arrivals = spec.Kind == WorldKind.Idle ? 0 : dice.Poisson(perSecond); arrivals > 0; arrivals--)
        {
            var outcome = RequestBehaviour.Decide(new Behaviour { OwnErrors = errors }, dice);
            _telling.Tell(_composer.User(fleet, dice.Pick(fleet.Stable), outcome, second.AddMilliseconds((int)(dice.Uniform() * 1000)).ToUnixTimeMilliseconds(), dice), dice);
        }
    }

    private void Samples(
        List<SimulatedEvent> events, DateTimeOffset second, IReadOnlyList<(Pod Pod, DateTimeOffset StartedAt)> stable, IReadOnlyList<(Pod Pod, DateTimeOffset StartedAt)> canary, DateTimeOffset? canarySince)
    {
        var moment = second.ToUnixTimeMilliseconds();
        foreach (var evicted in new[] { _pods.Evicted(canary: false, second, spec.Start - spec.History), canarySince is { } since ? _pods.Evicted(canary: true, second, since) : null })
        {
            if (evicted is not null)
            {
                PodEvents.WriteEvicted(events, JudgedFleet, evicted, moment);
            }
        }

        if (second.ToUnixTimeSeconds() % PodEvents.EverySeconds != 0)
        {
            return;
        }

        foreach (var fleet in new[] { _neighbour, _staging }.Concat(spec.Traits.SecondCluster ? [_second] : []))
        {
            WorldSecond.Sample(events, fleet, fleet.Stable, moment);
        }

        WorldSecond.Sample(events, JudgedFleet, stable.Where(pod => pod.StartedAt <= second).Select(pod => pod.Pod), moment);
        foreach (var (pod, startedAt) in canary.Where(pod => pod.StartedAt <= second))
        {
            PodEvents.Write(events, JudgedFleet, pod, spec.Kind == WorldKind.PodCrashLoop, second - startedAt, moment);
        }

        WorldSecond.SampleQueue(events, spec, second, canarySince);
    }
}
