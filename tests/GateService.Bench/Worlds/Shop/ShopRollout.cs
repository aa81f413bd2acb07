using System.Collections.Concurrent;
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
        var weather = Enumerable.Range(0, ShopWorld.Past + world.Length).Select(_ => dice.Jitter(world.Noise.Jitter)).ToList();
        (_canary, _stable) = (new ShopPods(dice, world, true, weather), new ShopPods(dice, world, false, weather));
        (_canaryCalls, _stableCalls) = (new ShopCalls(dice, world, true, _canary), new ShopCalls(dice, world, false, _stable));
        _witness = [.. Enumerable.Range(0, world.Length).Select(t => Witness(dice, world.At(t, false).DependencyFailures * weather[ShopWorld.Past + t]))];
        (_canarySlow, _stableSlow) = (Ranks(dice, _canary), Ranks(dice, _stable));
    }

    public static ShopRollout Play(Dice dice, ShopWorld world) => new(dice, world);

    /// <summary>Failed requests of the canary by kind in the first minutes of the rollout: what is to be booked.</summary>
    public IEnumerable<(ShopError Error, ErrorSignature Signature, double Count)> CanaryErrors(int minutes) =>
        from error in _canary.Errors
        from minute in Enumerable.Range(0, minutes)
        let count = error.Value[minute]
        where count > 0
        group count by (error.Key, Signature: Signature(error.Key, minute, isCanary: true)) into known
        select (known.Key.Key, known.Key.Signature, known.Sum());

    /// <summary>As after so many minutes of the rollout; in preflight as at its begin.</summary>
    public GateEvidence At(int minutes, IReadOnlyList<Objective> objectives) => _world.Mode == GateMode.Preflight
        ? new GateEvidence
        {
            Objectives = [.. objectives.Select(objective => new ObjectiveEvidence(objective.Name, Slice(objective, _stable, Buckets(objective).Stable[..ShopWorld.Past], 0), new SliceEvidence.NoData(), []))],
            Errors = new ErrorEvidence { Canary = Series(_stable, 0, ShopWorld.Past, isCanary: false), FailedCalls = FailedCalls(0, stable: ShopWorld.Past) },
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
        var step = (minutes - 1) / ShopWorld.Minutes * ShopWorld.Minutes;
        var known = _buckets.TryGetValue(objective.Name, out var found) ? found : _buckets[objective.Name] = Buckets(objective);
        return new ObjectiveEvidence(
            objective.Name,
            Slice(objective, _canary, known.Canary[..minutes], step),
            HasControl ? Slice(objective, _stable, known.Stable[ShopWorld.Past..(ShopWorld.Past + minutes)], step) : new SliceEvidence.NoData(),
            [])
        {
            StablePods = HasControl ? [.. known.Pods.Select(pod => pod with { Cells = ((Bucket[])pod.Cells)[..(History + minutes)] })] : [],
            CanaryPods = [.. _canary.Lives.Index().Select(life => new PodSeries($"canary-{life.Index}", [.. Enumerable.Range(0, minutes).Select(t => Cell(objective, life.Item, _canary.PodCells[life.Index], t))]))],
            StableQuantile = objective is LatencyObjective latency && HasControl ? ShopTime.Quantile(latency.Quantile) : null,
        };
    }

    /// <summary>Values are those of the step, evidence is since the rollout began.</summary>
    private SliceEvidence Slice(Objective objective, ShopPods pods, Bucket[] buckets, int step) => Schedule.Slice(buckets[step..], share => objective switch
    {
        LatencyObjective latency => ShopTime.Quantile(latency.Quantile, [.. buckets[step..].Select(bucket => (_world.At(MinuteOf(bucket), pods.From == 0), bucket.Exposure))]),
        { Comparison: Comparison.AtLeast } => 1 - share,
        _ => share,
    }) is SliceEvidence.Measured measured ? measured with { Buckets = buckets } : new SliceEvidence.NoData { Buckets = buckets };

    private (Bucket[] Canary, Bucket[] Stable, PodSeries[] Pods) Buckets(Objective objective) => (
        Buckets(objective, _canary, _canarySlow, true),
        Buckets(objective, _stable, _stableSlow, false),
        [.. _stable.PodCells.Index().Select(pod => new PodSeries($"pod-{pod.Index}", Cells(objective, pod.Item, _world)))]);

    private Bucket[] Buckets(Objective objective, ShopPods pods, double[] slow, bool isCanary) =>
    [
        .. pods.Requests.Select((requests, i) => new Bucket(
            At(pods.From + i),
            requests,
            objective switch
            {
                ApdexObjective apdex => (Slower(pods, slow, i, isCanary, apdex.Threshold) + Slower(pods, slow, i, isCanary, 4 * apdex.Threshold)) / 2,
                LatencyObjective latency => Slower(pods, slow, i, isCanary, latency.Limit!.At(_world.WeightAt(pods.From + i))),
                ErrorRateObjective => pods.Errors.Sum(error => error.Key.IsMistake ? 0 : error.Value[i]),
                RefusalRateObjective => pods.Refused[i],
                LogErrorsObjective => pods.LogLines[i],
                _ => pods.Errors.Values.Sum(counts => counts[i]),
            },
            BadAgainstStable: objective is LatencyObjective compared && HasControl ? Slower(pods, slow, i, isCanary, Compared(compared, isCanary)) : null,
            BadOverFloor: isCanary && objective is LatencyObjective floored && HasControl && floored.HarmfulFrom(ShopTime.Quantile(floored.Quantile)) is { } harmful
                ? Slower(pods, slow, i, isCanary, Math.Min(harmful, floored.Limit!.At(_world.WeightAt(i))))
                : null)),
    ];

    /// <summary>Stable's own quantile, and for the canary the margin times it.</summary>
    private static double Compared(LatencyObjective latency, bool isCanary) => (isCanary ? latency.Margin ?? LatencyObjective.DefaultMargin : 1) * ShopTime.Quantile(latency.Quantile);

    /// <summary>Counts above several boundaries from one throw, so that they are of the same requests: the share above one, moved by as many standard errors for all.</summary>
    private double Slower(ShopPods pods, double[] slow, int i, bool isCanary, double seconds)
    {
        var share = ShopTime.Over(seconds, _world.At(pods.From + i, isCanary));
        return Math.Clamp(Math.Round((pods.Requests[i] * share) + (slow[i] * Math.Sqrt(pods.Requests[i] * share * (1 - share)))), 0, pods.Requests[i]);
    }

    /// <summary>The same of a pod of the canary that may be cold, and what its slice is held against.</summary>
    private Bucket Cell(Objective objective, (int From, int To) life, ShopPodCells pod, int minute)
    {
        var slice = _world.Slice(minute, true) with { Cold = (ShopWorld.LateSlowness, ShopWorld.Coldness(life, minute)) };
        return objective switch
        {
            ApdexObjective apdex => new Bucket(At(minute), pod.Requests[minute], (Slow(apdex.Threshold) + Slow(4 * apdex.Threshold)) / 2),
            LatencyObjective latency => new Bucket(At(minute), pod.Requests[minute], Slow(latency.Limit!.At(_world.WeightAt(minute))), BadAgainstStable: Slow(Compared(latency, true)),
                BadOverFloor: latency.HarmfulFrom(ShopTime.Quantile(latency.Quantile)) is { } harmful ? Slow(Math.Min(harmful, latency.Limit!.At(_world.WeightAt(minute)))) : null,
                BadOverLimit: Slow(Loosest(latency))),
            ErrorRateObjective => new Bucket(At(minute), pod.Requests[minute], pod.Errors[minute]),
            RefusalRateObjective => new Bucket(At(minute), pod.Requests[minute], pod.Refused[minute]),
            LogErrorsObjective => new Bucket(At(minute), pod.Requests[minute], pod.LogLines[minute]),
            _ => new Bucket(At(minute), pod.Requests[minute], pod.Failures[minute]),
        };

        double Slow(double seconds) => Math.Round(pod.Requests[minute] * ShopTime.Over(seconds, slice));
    }

    private static double Loosest(LatencyObjective latency) => latency.Limit!.Entries[0].Value;

    /// <summary>What is counted of a pod; for time as many as the slice expects, which says that pods do not differ.</summary>
    private static Bucket[] Cells(Objective objective, ShopPodCells pod, ShopWorld world) =>
    [
        .. Enumerable.Range(ShopWorld.Past - History, History + world.Length).Select(i => new Bucket(At(i - ShopWorld.Past), pod.Requests[i], objective switch
        {
            ApdexObjective apdex => Math.Round(pod.Requests[i] * ShopTime.Over(apdex.Threshold, world.At(i - ShopWorld.Past, false))),
            LatencyObjective latency => Math.Round(pod.Requests[i] * (world.At(i - ShopWorld.Past, false) is { IsAsFastAsEver: false } slower ? ShopTime.Over(ShopTime.Quantile(latency.Quantile), slower) : 1 - latency.Quantile)),
            ErrorRateObjective => pod.Errors[i],
            RefusalRateObjective => pod.Refused[i],
            LogErrorsObjective => pod.LogLines[i],
            _ => pod.Failures[i],
        }, BadOverLimit: objective is LatencyObjective timed ? Math.Round(pod.Requests[i] * ShopTime.Over(Loosest(timed), world.At(i - ShopWorld.Past, false))) : null)),
    ];

    private ErrorEvidence Errors(int minutes) => new()
    {
        Canary = Series(_canary, 0, minutes, isCanary: true),
        Stable = HasControl ? Series(_stable, ShopWorld.Past, minutes, isCanary: false) : [],
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

    private IEnumerable<FailedCall> Latest(IEnumerable<(ShopError Error, int Minute, double Traced)> links, bool isCanary) => links.OrderByDescending(link => link.Minute)
        .SelectMany(link => Enumerable.Repeat(new FailedCall(Signature(link.Error, link.Minute, isCanary), link.Error.Host!) { IsCanary = isCanary, At = At(link.Minute).AddSeconds(30) }, (int)link.Traced)).Take(MostFailedCalls);

    private static IEnumerable<(ShopError Error, int Minute, double Traced)> Linked(ShopCalls calls, int from, int minutes) =>
        calls.Links.SelectMany(link => Enumerable.Range(0, minutes).Select(t => (link.Error, t, link.Traced[from + t])));

    /// <summary>By what is said of them, as requests are counted: errors at two dependencies may say the same.</summary>
    private List<ErrorSeries> Series(ShopPods pods, int from, int minutes, bool isCanary)
    {
        var series = new Dictionary<ErrorSignature, ErrorCount[]>();
        foreach (var (error, counts) in pods.Errors)
        {
            for (var t = 0; t < minutes; t++)
            {
                if (counts[from + t] is not > 0)
                {
                    continue;
                }

                var signature = Signature(error, t, isCanary);
                if (!series.TryGetValue(signature, out var told))
                {
                    series[signature] = told = new ErrorCount[minutes];
                }

                told[t] += new ErrorCount(error.IsMistake ? 0 : counts[from + t], counts[from + t]);
            }
        }

        return [.. series.Select(told => new ErrorSeries(told.Key, told.Value))];
    }

    /// <summary>What is said of an error: where messages vary, what the product makes of one that holds the ids, times and numbers of its request.</summary>
    private ErrorSignature Signature(ShopError error, int minute, bool isCanary) => !_world.VariesMessages ? error.Signature
        : error.Signature with { Message = Messages.GetOrAdd(Message(error, minute, isCanary), ErrorMessage.Stable) };

    private static string Message(ShopError error, int minute, bool isCanary) => FormattableString.Invariant(
        $"{error.Signature.Message} Request {(isCanary ? 0x5c6d9d7eu : 0x7d9f8c6bu) + (uint)(minute * 7919):x8}-9d2c-4e1a-8f00-{minute * 104_729:d12} to 10.2.{minute}.17:{30_000 + (minute * 37)} at {At(minute):yyyy-MM-ddTHH:mm:ss.fffZ} took {1_000 + (minute * 13)} ms");

    private static readonly ConcurrentDictionary<string, string> Messages = new(StringComparer.Ordinal);

    /// <summary>Other services call payments-api ten times a second.</summary>
    private static CallBucket Witness(Dice dice, double share)
    {
        var calls = dice.Poisson(600);
        return new CallBucket(calls, new SampleMean(calls, 0.03, 0.02), new SampleMean(dice.Binomial(calls, Math.Min(1, share / ShopSlice.CallPayments)), 0.03, 0.02));
    }

    private static double[] Ranks(Dice dice, ShopPods pods) => [.. pods.Requests.Select(_ => dice.Normal())];

    private static T[] Take<T>(T[] all, int from, int minutes) => [.. all.Skip(from).Take(minutes)];

    private static int MinuteOf(Bucket bucket) => (int)Math.Round((bucket.Begin - Schedule.Begin).TotalMinutes);

    private static DateTimeOffset At(int minute) => Schedule.Begin + TimeSpan.FromMinutes(minute);
}
