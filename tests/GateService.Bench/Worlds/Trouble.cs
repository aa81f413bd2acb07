namespace GateService.Bench.Worlds;

/// <summary>What happens to both slices alike, and what is no regression though it looks like one.</summary>
/// <param name="Name">As the tables say it.</param>
internal sealed record Trouble(string Name)
{
    public static Trouble None { get; } = new("");

    public static Trouble WorseZone { get; } = new("canary in a zone with x2 errors") { Zone = 2 };

    public static Trouble Hammer { get; } = new("hammering client: +1x failing requests") { Hammering = 1 };

    public static Trouble HammerHard { get; } = new("hammering client: +3x") { Hammering = 3 };

    public static Trouble EarlyOutage { get; } = Outage("outage 30 % both, early", 13, 18);

    public static Trouble OutageAtStep { get; } = Outage("outage 30 % both across a step change", 18, 23);

    public static Trouble LateOutage { get; } = Outage("outage 30 % both in the last step", 23, 29);

    public static Trouble PastOutage { get; } = Outage("outage 30 % in the history", -30, -25);

    public static Trouble Diurnal { get; } = new("diurnal: traffic x3, errors x4")
    {
        Share = (share, minute) => share * (1 + (3 * Math.Clamp(minute / 30, 0, 1))),
        Traffic = minute => 1 + (2 * Math.Clamp(minute / 30, 0, 1)),
    };

    public static Trouble WarmUp { get; } = new("warm-up: errors x20 in minute 1 of each step") { Young = 20 };

    public static Trouble SlowWarmUp { get; } = new("warm-up x3 in minute 1 of steps") { Young = 3 };

    public static Trouble Slowdown { get; } = new("common slowdown x2 min 12-20") { Share = (scale, minute) => minute is >= 12 and < 20 ? 2 * scale : scale };

    /// <summary>Share of bad events of both slices, from the healthy one and the minute since the rollout began.</summary>
    public Func<double, double, double> Share { get; init; } = (share, _) => share;

    /// <summary>Minute in which it begins.</summary>
    public double Onset { get; init; }

    /// <summary>Factor on the traffic by minute.</summary>
    public Func<double, double> Traffic { get; init; } = _ => 1;

    /// <summary>Factor on the canary's bad events while its pods are young.</summary>
    public double Young { get; init; } = 1;

    /// <summary>Factor on the bad events of the canary, healthy as it is, and of three pods in ten: they stand in the worse zone.</summary>
    public double Zone { get; init; } = 1;

    /// <summary>In one minute of a hundred a client sends this many times the canary's traffic in requests that fail.</summary>
    public double Hammering { get; init; }

    private static Trouble Outage(string name, double from, double to) =>
        new(name) { Share = (share, minute) => minute >= from && minute < to ? Math.Max(0.3, share) : share, Onset = Math.Max(0, from) };
}
