namespace GateService.Bench.Worlds;

/// <summary>What the change does to the canary's share of bad events.</summary>
/// <param name="Name">As the tables say it.</param>
/// <param name="Share">From the healthy share and the minute since the rollout began to the canary's.</param>
/// <param name="Onset">The minute in which it begins.</param>
internal sealed record Regression(string Name, Func<double, double, double> Share, double Onset = 0)
{
    public static Regression None { get; } = new("", (share, _) => share);

    public static Regression Half { get; } = Errors("50 % errors", 0.5);

    public static Regression Dead { get; } = Errors("dead", 1);

    public static Regression Intermittent { get; } = new("x10 every third minute", (share, minute) => (int)minute % 3 == 2 ? 10 * share : share);

    /// <summary>From as healthy as stable to ten times as bad over half an hour.</summary>
    public static Regression Ramp { get; } = new("ramp x1..x10", (share, minute) => share * (1 + (9 * Math.Min(1, minute / 29))));

    public static IReadOnlyList<Regression> All { get; } =
        [Times(2), Times(3), Times(10), Times(3).From(15), Times(10).From(15), Ramp, Intermittent, Half, Dead];

    public static Regression Times(double factor) => new(FormattableString.Invariant($"x{factor:0.####}"), (share, _) => factor * share);

    public static Regression Errors(string name, double errors) => new(name, (_, _) => errors);

    /// <summary>The same, but not before a minute.</summary>
    public Regression From(double onset) => new(
        FormattableString.Invariant($"{Name} from min {onset:0}"), (share, minute) => minute >= onset ? Share(share, minute) : share, onset);
}
