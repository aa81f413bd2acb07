namespace GateService.Bench;

/// <summary>What the change does to the canary's share of bad events.</summary>
/// <param name="Name">As the tables say it.</param>
/// <param name="Share">From the healthy share and the minute since the rollout began to the canary's.</param>
/// <param name="From">The minute in which it begins.</param>
internal sealed record Regression(string Name, Func<double, int, double> Share, int From = 0)
{
    public static Regression None { get; } = new("healthy", (share, _) => share);

    public static IReadOnlyList<Regression> All { get; } =
    [
        Times(2),
        Times(3),
        Times(10),
        new("x3 from minute 15", (share, t) => t >= 15 ? 3 * share : share, 15),
        new("x10 from minute 15", (share, t) => t >= 15 ? 10 * share : share, 15),
        new("x10 every third minute", (share, t) => t % 3 == 2 ? 10 * share : share),
        new("ramp to x10", (share, t) => share * (1 + (9 * t / 29.0))),
        new("50 % errors", (_, _) => 0.5),
        Dead,
    ];

    public static Regression Dead => new("dead", (_, _) => 1);

    public static Regression Times(double factor) => new($"x{factor:0.##}", (share, _) => Math.Min(1, factor * share));
}
