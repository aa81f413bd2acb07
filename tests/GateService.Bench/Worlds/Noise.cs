using GateService.Bench.Chance;

namespace GateService.Bench.Worlds;

/// <summary>How healthy pods scatter. Each pod has its own, the canary's too.</summary>
/// <param name="Name">As the tables say it.</param>
internal sealed record Noise(string Name)
{
    private const double Memory = 0.8;
    private const double TenantMinutes = 10;
    private const double TenantMoves = 2;
    private const double TenantFactor = 3;
    private const double BurstShare = 0.2;

    public static Noise Iid { get; } = new("iid");

    public static Noise ClustersOf5 { get; } = new("clusters of 5") { Cluster = 5 };

    public static Noise ClustersOf20 { get; } = new("clusters of 20") { Cluster = 20 };

    public static Noise ClustersOf50 { get; } = new("clusters of 50") { Cluster = 50 };

    public static Noise Jitter3 { get; } = new("jitter cv 0.3") { Jitter = 0.3 };

    public static Noise Jitter6 { get; } = new("jitter cv 0.6") { Jitter = 0.6 };

    public static Noise Noisy { get; } = new("clusters 5 + cv 0.3") { Cluster = 5, Jitter = 0.3 };

    public static Noise Bursts { get; } = new("rare 20 % bursts") { BurstChance = 0.02 };

    public static Noise Drift3 { get; } = new("AR(0.8) drift sd 0.3") { DriftDeviation = 0.3 };

    public static Noise Drift15 { get; } = new("AR(0.8) drift sd 0.15") { DriftDeviation = 0.15 };

    public static Noise Tenant { get; } = new("x3 tenant on 15 % of pods, moves every 10 min") { TenantChance = 0.15 };

    /// <summary>Noise of one pod in one minute alone.</summary>
    public static IReadOnlyList<Noise> Quick { get; } = [Iid, ClustersOf5, ClustersOf20, Jitter3, Jitter6, Noisy, Bursts];

    /// <summary>Errors come in groups of this many.</summary>
    public double Cluster { get; init; } = 1;

    /// <summary>Coefficient of variation of a pod's rate from minute to minute.</summary>
    public double Jitter { get; init; }

    /// <summary>Standard deviation of the log rate, which remembers 0.8 of itself each minute.</summary>
    public double DriftDeviation { get; init; }

    /// <summary>Chance of a minute with 20 % errors.</summary>
    public double BurstChance { get; init; }

    /// <summary>
    /// Chance of a tenant with three times the errors, for ten minutes. All move at once, two minutes after a step begins: astride the five minutes
    /// in which the gate learns of them.
    /// </summary>
    public double TenantChance { get; init; }

    /// <summary>It stays with a pod for minutes.</summary>
    public bool IsSlow => DriftDeviation > 0 || TenantChance > 0;

    /// <summary>
    /// Draws the bad events of a pod for successive buckets with their requests and shares. What is said by the minute lasts a bucket where buckets are
    /// wider.
    /// </summary>
    public double[] Play(Dice dice, double[] requests, double[] shares, double bucketMinutes)
    {
        var bad = new double[requests.Length];
        var memory = Math.Pow(Memory, bucketMinutes);
        var bucketsPerMinute = Math.Max(1, (int)Math.Round(1 / bucketMinutes));
        var drift = DriftDeviation > 0 ? DriftDeviation * dice.Normal() : 0;
        var (moves, hasTenant, jitter, bursts) = (TenantMoves, dice.Happens(TenantChance), 1.0, false);
        for (var t = 0; t < bad.Length; t++)
        {
            if (t % bucketsPerMinute == 0)
            {
                (jitter, bursts) = (dice.Jitter(Jitter), dice.Happens(BurstChance));
            }

            if (t * bucketMinutes >= moves)
            {
                (moves, hasTenant) = (moves + TenantMinutes, dice.Happens(TenantChance));
            }

            var factor = jitter * (hasTenant ? TenantFactor : 1);
            if (DriftDeviation > 0)
            {
                factor *= Math.Exp(drift - (DriftDeviation * DriftDeviation / 2));
                drift = (memory * drift) + (DriftDeviation * Math.Sqrt(1 - (memory * memory)) * dice.Normal());
            }

            bad[t] = Bad(dice, requests[t], shares[t], factor, bursts);
        }

        return bad;
    }

    private double Bad(Dice dice, double requests, double share, double factor, bool bursts)
    {
        // What is dead is dead in every weather.
        var p = share >= 1 ? 1 : Math.Min(1, bursts ? Math.Max(BurstShare, share) : share * factor);
        return p < 1 && Cluster > 1 ? Math.Min(requests, dice.Clustered(requests * p, Cluster)) : dice.Binomial(requests, p);
    }
}
