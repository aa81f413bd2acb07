using GateService.Bench.Chance;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Bench.Worlds.Shop;

/// <summary>One rollout of a world, drawn whole; the gate is shown as much of it as had happened at each look.</summary>
internal sealed class ShopRollout
{
    private const int MostFailedCalls = 500;

    /// <summary>Minutes of stable's pods before the rollout.</summary>
    private const int History = 60;

    private readonly ShopWorld _world;
    private readonly ShopPods _canary;
    private readonly ShopPods _stable;
    private readonly ShopCalls _canaryCalls;
    private readonly ShopCalls _stableCalls;
    private readonly CallBucket[] _witness;
    private readonly double[] _canarySlow;
    private readonly double[] _stableSlow;
    private readonly Dictionary<string, (Bucket[] Canary, Bucket[] Stable, PodSeries[] Pods)> _buckets = [];

    private ShopRollout(Dice dice, ShopWorld world)
    {
        _world = world;
        var weather = Enumerable.Range(0, ShopWorld.Past + ShopWorld.Minutes).Select(_ => dice.Jitter(world.Noise.Jitter)).ToList();
        (_canary, _stable) = (new ShopPods(dice, world, true, weather), new ShopPods(dice, world, false, weather));
        (_canaryCalls, _stableCalls) = (new ShopCalls(dice, world, true, _canary), new ShopCalls(dice, world, false, _stable));
        _witness = [.. Enumerable.Range(0, ShopWorld.Minutes).Select(t => Witness(dice, world.Slice(t, false).DependencyFailures * weather[ShopWorld.Past + t]))];
        (_canarySlow, _stableSlow) = (Ranks(dice, _canary), Ranks(dice, _stable));
    }

    public static ShopRollout Play(Dice dice, ShopWorld world) => new(dice, world);

    /// <summary>Failed requests of the canary by kind in the first minutes of the rollout: what is to be booked.</summary>
    public IEnumerable<(ShopError Error, double Count)> CanaryErrors(int minutes) =>
        _canary.Errors.Select(error => (error.Key, error.Value.Take(minutes).Sum())).Where(error => error.Item2 > 0);

    /// <summary>As after so many minutes of the rollout; in preflight as at its begin.</summary>
    public GateEvidence At(int minutes, IReadOnlyList<Objective> objectives) => _world.Mode == GateMode.Preflight
        ? new GateEvidence
        {
            Objectives = [.. objectives.Select(objective => new ObjectiveEvidence(objective.Name, Slice(objective, Buckets(objective).Stable[..ShopWorld.Past]), new SliceEvidence.NoData(), []))],
            Errors = new ErrorEvidence { Canary = Series(_stable, 0, ShopWorld.Past), FailedCalls = FailedCalls(0, stable: ShopWorld.Past) },
            Queries = [],
        }
        : new GateEvidence
        {
            Objectives = [.. objectives.Select(objective => Evidence(objective, minutes))],
            Errors = Errors(minutes),
            Queries = [],
        };

    private bool HasControl => _world.Strategy == Strategy.Canary;

    private ObjectiveEvidence Evidence(Objective objective, int minutes)
    {
        var known = _buckets.TryGetValue(objective.Name, out var found) ? found : _buckets[objective.Name] = Buckets(objective);
        return new ObjectiveEvidence(
            objective.Name,
            Slice(objective, known.Canary[..minutes]),
            HasControl ? Slice(objective, known.Stable[ShopWorld.Past..(ShopWorld.Past + minutes)]) : new SliceEvidence.NoData(),
            [])
        {
            StablePods = HasControl ? [.. known.Pods.Select(pod => pod with { Cells = ((Bucket[])pod.Cells)[..(History + minutes)] })] : [],
            StableQuantile = objective is LatencyObjective && HasControl ? ShopTime.Quantile95 : null,
        };
    }

    private static SliceEvidence Slice(Objective objective, Bucket[] buckets) => Schedule.Slice(buckets, share => objective switch
    {
        // The quantile itself is only shown; what is judged are counts.
        LatencyObjective => ShopTime.Quantile95,
        { Comparison: Comparison.AtLeast } => 1 - share,
        _ => share,
    }) is SliceEvidence.Measured measured ? measured : new SliceEvidence.NoData { Buckets = buckets };

    private (Bucket[] Canary, Bucket[] Stable, PodSeries[] Pods) Buckets(Objective objective) => (
        Buckets(objective, _canary, _canarySlow, true),
        Buckets(objective, _stable, _stableSlow, false),
        [.. _stable.PodCells.Index().Select(pod => new PodSeries($"pod-{pod.Index}", Cells(objective, pod.Item)))]);

    private Bucket[] Buckets(Objective objective, ShopPods pods, double[] slow, bool isCanary) =>
    [
        .. pods.Requests.Select((requests, i) => new Bucket(
            At(pods.From + i),
            requests,
            objective switch
            {
                ApdexObjective apdex => (Slower(pods, slow, i, isCanary, apdex.Threshold) + Slower(pods, slow, i, isCanary, 4 * apdex.Threshold)) / 2,
                LatencyObjective latency => Slower(pods, slow, i, isCanary, latency.Limit!.At(_world.Weight)),
                _ => pods.Errors.Values.Sum(counts => counts[i]),
            },
            BadAgainstStable: objective is LatencyObjective && HasControl ? Slower(pods, slow, i, isCanary, isCanary ? 1.2 * ShopTime.Quantile95 : ShopTime.Quantile95) : null)),
    ];

    /// <summary>Counts above several boundaries from one throw, so that they are of the same requests: the share above one, moved by as many standard errors for all.</summary>
    private double Slower(ShopPods pods, double[] slow, int i, bool isCanary, double seconds)
    {
        var share = ShopTime.Over(seconds, _world.Slice(pods.From + i, isCanary));
        return Math.Clamp(Math.Round((pods.Requests[i] * share) + (slow[i] * Math.Sqrt(pods.Requests[i] * share * (1 - share)))), 0, pods.Requests[i]);
    }

    /// <summary>Errors for what counts errors; for time as many as are healthy, which says that pods do not differ.</summary>
    private static Bucket[] Cells(Objective objective, (double[] Requests, double[] Bad) pod)
    {
        var slow = objective is ApdexObjective apdex ? ShopTime.Over(apdex.Threshold, new()) : 1 - LatencyWorld.Quantile;
        return
        [
            .. Enumerable.Range(ShopWorld.Past - History, History + ShopWorld.Minutes).Select(i =>
                new Bucket(At(i - ShopWorld.Past), pod.Requests[i], objective is ApdexObjective or LatencyObjective ? Math.Round(pod.Requests[i] * slow) : pod.Bad[i])),
        ];
    }

    private ErrorEvidence Errors(int minutes) => new()
    {
        Canary = Series(_canary, 0, minutes),
        Stable = HasControl ? Series(_stable, ShopWorld.Past, minutes) : [],
        FailedCalls = FailedCalls(minutes, HasControl ? minutes : 0),
        Calls =
        [
            new(ShopError.Payments, false, Take(_canaryCalls.Payments, 0, minutes), Stable(_stableCalls.Payments, minutes)),
            new(ShopError.Inventory, false, Take(_canaryCalls.Inventory, 0, minutes), Stable(_stableCalls.Inventory, minutes)),
            new(ShopError.Postgres, true, Take(_canaryCalls.Postgres, 0, minutes), Stable(_stableCalls.Postgres, minutes)),
        ],
        CanaryTimes = Take(_canaryCalls.Times, 0, minutes),
        StableTimes = Stable(_stableCalls.Times, minutes),
        Witnesses = _world.HasWitnesses && !HasControl ? new Dictionary<string, IReadOnlyList<CallBucket>> { ["payments-api"] = Take(_witness, 0, minutes) } : new Dictionary<string, IReadOnlyList<CallBucket>>(),
    };

    /// <summary>Without a control nothing of stable is asked for.</summary>
    private T[] Stable<T>(T[] all, int minutes)
        where T : struct => HasControl ? Take(all, ShopWorld.Past, minutes) : new T[minutes];

    /// <summary>As many of each slice as New Relic is asked for, the latest; stable's minutes before the rollout are not among them but in preflight.</summary>
    private List<FailedCall> FailedCalls(int canary, int stable) =>
        [.. Latest(Linked(_canaryCalls, 0, canary), isCanary: true), .. Latest(Linked(_stableCalls, _world.Mode == GateMode.Preflight ? 0 : ShopWorld.Past, stable), _world.Mode == GateMode.Preflight)];

    private static IEnumerable<FailedCall> Latest(IEnumerable<(ShopError Error, int Minute, double Traced)> links, bool isCanary) => links.OrderByDescending(link => link.Minute)
        .SelectMany(link => Enumerable.Repeat(new FailedCall(link.Error.Signature, link.Error.Host!) { IsCanary = isCanary, At = At(link.Minute).AddSeconds(30) }, (int)link.Traced)).Take(MostFailedCalls);

    private static IEnumerable<(ShopError Error, int Minute, double Traced)> Linked(ShopCalls calls, int from, int minutes) =>
        calls.Links.SelectMany(link => Enumerable.Range(0, minutes).Select(t => (link.Error, t, link.Traced[from + t])));

    private static List<ErrorSeries> Series(ShopPods pods, int from, int minutes) =>
    [
        .. pods.Errors.Where(error => error.Value.Skip(from).Take(minutes).Any(count => count > 0))
            .Select(error => new ErrorSeries(error.Key.Signature, [.. error.Value.Skip(from).Take(minutes).Select(count => new ErrorCount(count, count))])),
    ];

    /// <summary>Other services call payments-api ten times a second.</summary>
    private static CallBucket Witness(Dice dice, double share)
    {
        var calls = dice.Poisson(600);
        return new CallBucket(calls, new SampleMean(calls, 0.03, 0.02), new SampleMean(dice.Binomial(calls, Math.Min(1, share / ShopSlice.CallPayments)), 0.03, 0.02));
    }

    private static double[] Ranks(Dice dice, ShopPods pods) => [.. pods.Requests.Select(_ => dice.Normal())];

    private static T[] Take<T>(T[] all, int from, int minutes) => [.. all.Skip(from).Take(minutes)];

    private static DateTimeOffset At(int minute) => Schedule.Begin + TimeSpan.FromMinutes(minute);
}
