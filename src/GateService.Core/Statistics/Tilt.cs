namespace GateService.Core.Statistics;

/// <summary>
/// A guess at how strong the effect is, on the scale of the log odds ratio: a bettor with tilt h bets that the odds of a bad event are e^h
/// times those of the boundary. Nobody knows the true effect, so nine bettors guess, dyadically from 1.025 to 602 times, and share the stake.
/// </summary>
/// <param name="Size">h; negative bets that there is less than the boundary.</param>
/// <param name="ExpM1">e^h - 1, kept because every bucket needs it.</param>
public readonly record struct Tilt(double Size, double ExpM1)
{
    /// <summary>Bets that there is more than the boundary: 0.025 · 2^j for j = 0 … 8.</summary>
    public static IReadOnlyList<Tilt> More { get; } = [.. Enumerable.Range(0, 9).Select(j => Of(0.025 * (1 << j)))];

    /// <summary>Bets that there is less than the boundary: the same, negative.</summary>
    public static IReadOnlyList<Tilt> Less { get; } = [.. More.Select(tilt => Of(-tilt.Size))];

    public static Tilt Of(double size) => new(size, Precise.ExpM1(size));
}
