using GateService.Core.Evidence;

namespace GateService.Bench;

/// <summary>A service under traffic: 30 minutes at 5, 25 and 50 %, an hour of stable's past.</summary>
internal sealed record Scenario
{
    public const int Minutes = 30;
    private const int History = 60;

    public required double RequestsPerSecond { get; init; }

    /// <summary>Healthy share of bad events.</summary>
    public required double Base { get; init; }

    public required int StablePods { get; init; }

    public Noise Noise { get; init; } = Noise.Iid;

    public Regression Regression { get; init; } = Regression.None;

    /// <summary>What happens to both slices alike: share of bad events by minute, from the healthy one.</summary>
    public Func<double, int, double> Common { get; init; } = (share, _) => share;

    /// <summary>Factor on the traffic by minute.</summary>
    public Func<int, double> Traffic { get; init; } = _ => 1;

    /// <summary>Canary's share of bad events where it is counted at another boundary than stable's (latency); null: the same.</summary>
    public double? CanaryBase { get; init; }

    public static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static int Weight(int minute) => minute < 10 ? 5 : minute < 20 ? 25 : 50;

    /// <summary>One rollout, as the gate would get it from New Relic.</summary>
    public ObjectiveEvidence Play(int seed)
    {
        var dice = new Dice(seed);
        var pods = Enumerable.Range(0, StablePods).Select(pod => new PodSeries($"pod-{pod}", Pod(dice))).ToList();
        var canary = Canary(dice);
        var stable = Enumerable.Range(History, Minutes).Select(t => new Bucket(pods[0].Cells[t].Begin, pods.Sum(pod => pod.Cells[t].Exposure), pods.Sum(pod => pod.Cells[t].Bad))).ToList();
        return new ObjectiveEvidence("errors", Slice(canary), Slice(stable), []) { StablePods = pods };
    }

    /// <summary>Expected requests of a slice in a minute.</summary>
    public double Requests(int minute, double share) => Math.Round(60 * RequestsPerSecond * share * Traffic(minute));

    private static SliceEvidence.Measured Slice(List<Bucket> buckets)
    {
        var (bad, exposure) = (buckets.Sum(bucket => bucket.Bad ?? 0), buckets.Sum(bucket => bucket.Exposure));
        return new SliceEvidence.Measured(bad / Math.Max(1, exposure), exposure, bad, buckets);
    }

    private List<Bucket> Pod(Dice dice)
    {
        List<(double, double)> minutes = [];
        for (var t = -History; t < Minutes; t++)
        {
            var share = (t < 0 ? 1 : 1 - (Weight(t) / 100.0)) / StablePods;
            minutes.Add((dice.Poisson(Requests(t, share)), t < 0 ? Base : Common(Base, t)));
        }

        var bad = Noise.Play(dice, minutes);
        return [.. minutes.Select((minute, i) => new Bucket(Begin.AddMinutes(i - History), minute.Item1, bad[i]))];
    }

    private List<Bucket> Canary(Dice dice)
    {
        var minutes = Enumerable.Range(0, Minutes)
            .Select(t => (dice.Poisson(Requests(t, Weight(t) / 100.0)), Regression.Share(Common(CanaryBase ?? Base, t), t))).ToList();
        var bad = Noise.Play(dice, minutes);
        return [.. minutes.Select((minute, t) => new Bucket(Begin.AddMinutes(t), minute.Item1, bad[t]))];
    }
}
