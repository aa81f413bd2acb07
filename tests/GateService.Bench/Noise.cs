namespace GateService.Bench;

/// <summary>How healthy pods scatter: each pod, the canary's too, has its own.</summary>
/// <param name="Name">As the tables say it.</param>
internal sealed record Noise(string Name)
{
    public static Noise Iid { get; } = new("i.i.d.");

    public static Noise Noisy { get; } = new("clusters of 5 + jitter 0.3") { Cluster = 5, Jitter = 0.3 };

    public static Noise Drift { get; } = new("drift sd 0.3") { DriftDeviation = 0.3 };

    /// <summary>Noise of one pod in one minute alone.</summary>
    public static IReadOnlyList<Noise> Quick { get; } =
    [
        Iid,
        new("clusters of 5") { Cluster = 5 },
        new("clusters of 20") { Cluster = 20 },
        new("jitter 0.3") { Jitter = 0.3 },
        new("jitter 0.6") { Jitter = 0.6 },
        Noisy,
        new("rare 20 % bursts") { BurstChance = 0.01 },
    ];

    /// <summary>Noise that stays with a pod for minutes.</summary>
    public static IReadOnlyList<Noise> Slow { get; } = [Drift, new("drift sd 0.15") { DriftDeviation = 0.15 }];

    /// <summary>What no other pod may have shown before.</summary>
    public static IReadOnlyList<Noise> Sticky { get; } = [new("x3 tenant on 15 % of pods") { TenantChance = 0.15 }];

    /// <summary>Errors come in groups of this many.</summary>
    public double Cluster { get; init; } = 1;

    /// <summary>Coefficient of variation of a pod's rate from minute to minute.</summary>
    public double Jitter { get; init; }

    /// <summary>Standard deviation of the log rate, which remembers 0.8 of itself each minute.</summary>
    public double DriftDeviation { get; init; }

    /// <summary>Chance of a minute with 20 % errors.</summary>
    public double BurstChance { get; init; }

    /// <summary>Chance of a tenant with three times the errors, for ten minutes.</summary>
    public double TenantChance { get; init; }

    /// <summary>Bad events of a pod over successive minutes, each with its requests and healthy share.</summary>
    public double[] Play(Dice dice, IReadOnlyList<(double Requests, double Share)> minutes)
    {
        const double memory = 0.8;
        var bad = new double[minutes.Count];
        var (drift, tenant) = (DriftDeviation * dice.Normal(), false);
        for (var t = 0; t < bad.Length; t++)
        {
            drift = (memory * drift) + (DriftDeviation * Math.Sqrt(1 - (memory * memory)) * dice.Normal());
            tenant = t % 10 == 0 ? dice.Uniform() < TenantChance : tenant;
            var sigma = Math.Sqrt(Math.Log(1 + (Jitter * Jitter)));
            var factor = Math.Exp(drift - (DriftDeviation * DriftDeviation / 2)) * Math.Exp((sigma * dice.Normal()) - (sigma * sigma / 2)) * (tenant ? 3 : 1);
            var (requests, share) = minutes[t];
            var p = Math.Min(1, BurstChance > 0 && dice.Uniform() < BurstChance ? Math.Max(0.2, share) : share * factor);
            bad[t] = Math.Min(requests, Cluster > 1 && p < 0.5 ? Cluster * dice.Poisson(requests * p / Cluster) : dice.Binomial(requests, p));
        }

        return bad;
    }
}
