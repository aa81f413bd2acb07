using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>All events of one virtual second of a world: a pure function of the world, the second, the weight and the canary's age.</summary>
internal sealed class WorldSecond(WorldSpec spec, Ledger ledger)
{
    public const double Checkouts = 0.1;
    public const double NeighbourShare = 0.1;
    public const double NeighbourErrors = 0.03;
    public const double StagingShare = 0.02;
    public const double StagingErrors = 0.2;
    public const double Misrouted = 4.4;
    public const double Cold = 12;
    public const int BadClientRequests = 2;

    public static readonly RequestOutcome BadRequest = new(0.05, new Calls(1, 0.01), default, default, 500,
        new Failure("System.ArgumentException", "Value does not fall within the expected range.", Origin: Failure.Client, Cause: Cause.BadInput));

    private readonly Fleet _fleet = Fleets.Judged(spec);
    private readonly Fleet _neighbour = Fleets.Neighbour(spec);
    private readonly Fleet _staging = Fleets.Staging(spec);

    public Fleet Fleet => _fleet;

    public void Write(List<SimulatedEvent> events, DateTimeOffset second, double weight, DateTimeOffset? canarySince)
    {
        var dice = new Dice(spec.Seed, "requests", spec.Played(second).ToUnixTimeSeconds());
        WriteRequests(events, second, weight, canarySince, dice);
        WriteBadClient(events, second, canarySince, dice);
        WriteOthers(events, _neighbour, NeighbourShare, NeighbourErrors, second, new Dice(spec.Seed, "neighbour", spec.Played(second).ToUnixTimeSeconds()));
        WriteOthers(events, _staging, StagingShare, StagingErrors, second, new Dice(spec.Seed, "staging", spec.Played(second).ToUnixTimeSeconds()));
        if (second.ToUnixTimeSeconds() % PodEvents.EverySeconds == 0)
        {
            WriteSamples(events, second, canarySince);
        }
    }

    /// <summary>A gentle daily tide: a tenth up and down.</summary>
    public static double Tide(DateTimeOffset moment) => 1 + (0.1 * Math.Sin(2 * Math.PI * moment.TimeOfDay.TotalDays));

    /// <summary>Whether the bad client is at it in this second.</summary>
    public static bool SendsBadly(WorldSpec spec, DateTimeOffset second, DateTimeOffset? canarySince) =>
        spec.Kind == WorldKind.OneBadClient && second - (canarySince ?? second) is var since && since >= TimeSpan.FromMinutes(4) && since < TimeSpan.FromSeconds(260);

    public static void Sample(List<SimulatedEvent> events, Fleet fleet, IEnumerable<Pod> pods, long moment)
    {
        foreach (var pod in pods)
        {
            PodEvents.Write(events, fleet, pod, crashing: false, TimeSpan.FromDays(1), moment);
        }
    }

    public static void SampleQueue(List<SimulatedEvent> events, WorldSpec spec, DateTimeOffset second, DateTimeOffset? canarySince)
    {
        var behind = spec.Kind == WorldKind.QueueLag && second > canarySince ? second - canarySince.Value : TimeSpan.Zero;
        QueueEvents.Write(events, spec, behind, second.ToUnixTimeMilliseconds(), new Dice(spec.Seed, "queue", spec.Played(second).ToUnixTimeSeconds()));
    }

    private void WriteRequests(List<SimulatedEvent> events, DateTimeOffset second, double weight, DateTimeOffset? canarySince, Dice dice)
    {
        var arrivals = spec.Kind == WorldKind.Idle ? 0 : dice.Poisson(spec.RequestsPerSecond * Tide(spec.Played(second)));
        for (var i = 0; i < arrivals; i++)
        {
            var canary = dice.Chance((spec.Kind == WorldKind.WeightNotApplied ? Misrouted * weight : weight) / 100);
            if (canary && spec.Kind == WorldKind.NoTraffic)
            {
                continue;
            }

            var pod = dice.Pick(canary ? _fleet.Canary : _fleet.Stable);
            var moment = second.AddMilliseconds((int)(dice.Uniform() * 1000));
            var age = canary ? moment - (canarySince ?? moment) - pod.StartsAfter : TimeSpan.FromDays(1);
            var outcome = RequestBehaviour.Decide(Behaviour.Of(spec, canary, age, moment, canarySince), dice);
            ledger.Of(moment.ToUnixTimeMilliseconds(), canary).Count(outcome, spec.Dependency, spec.Database);
            RequestEvents.Write(events, _fleet, pod, outcome, moment.ToUnixTimeMilliseconds(), dice);
            var dropped = canary && spec.Kind == WorldKind.ConversionDrop;
            if (outcome.Status == 200 && dice.Chance(dropped ? Checkouts * 0.6 : Checkouts))
            {
                events.Add(RequestEvents.Checkout(_fleet, pod, dice.Chance(dropped ? 0.7 : 0.96), moment.ToUnixTimeMilliseconds(), dice));
            }
        }
    }

    /// <summary>One tenant's broken requests, forty in twenty seconds, all on the canary by chance.</summary>
    private void WriteBadClient(List<SimulatedEvent> events, DateTimeOffset second, DateTimeOffset? canarySince, Dice dice)
    {
        for (var i = 0; i < (SendsBadly(spec, second, canarySince) ? BadClientRequests : 0); i++)
        {
            ledger.Of(second.ToUnixTimeMilliseconds(), canary: true).Count(BadRequest, spec.Dependency, spec.Database);
            RequestEvents.Write(events, _fleet, dice.Pick(_fleet.Canary), BadRequest, second.ToUnixTimeMilliseconds(), dice);
        }
    }

    /// <summary>Innocent bystanders with errors of their own, so that a slice cut wrongly shows.</summary>
    private void WriteOthers(List<SimulatedEvent> events, Fleet fleet, double share, double errors, DateTimeOffset second, Dice dice)
    {
        var arrivals = spec.Kind == WorldKind.Idle ? 0 : dice.Poisson(spec.RequestsPerSecond * share);
        for (var i = 0; i < arrivals; i++)
        {
            var failed = dice.Chance(errors);
            var outcome = new RequestOutcome(dice.LogNormal(0.2, 0.6), new Calls(1, 0.02), default, default, failed ? 500 : 200, failed ? new Failure("System.InvalidOperationException", "Not configured") : null);
            RequestEvents.Write(events, fleet, dice.Pick(fleet.Stable), outcome, second.AddMilliseconds((int)(dice.Uniform() * 1000)).ToUnixTimeMilliseconds(), dice);
        }
    }

    private void WriteSamples(List<SimulatedEvent> events, DateTimeOffset second, DateTimeOffset? canarySince)
    {
        var moment = second.ToUnixTimeMilliseconds();
        foreach (var fleet in new[] { _fleet, _neighbour, _staging })
        {
            Sample(events, fleet, fleet.Stable, moment);
        }

        foreach (var pod in _fleet.Canary.Where(pod => second >= canarySince + pod.StartsAfter))
        {
            PodEvents.Write(events, _fleet, pod, spec.Kind == WorldKind.PodCrashLoop, second - canarySince!.Value - pod.StartsAfter, moment);
        }

        SampleQueue(events, spec, second, canarySince);
    }
}
