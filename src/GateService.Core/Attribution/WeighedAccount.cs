using GateService.Core.Statistics;

namespace GateService.Core.Attribution;

/// <summary>
/// An account on the scales: counts from its first error on. Of how many both slices had together the canary's part is weighed for the excuse, and that an account was opened for having any says nothing of
/// whose they are: its first bucket excuses as any other does. It accuses nobody, because who is chosen for having errors has some.
/// </summary>
/// <param name="Pairs">From the first on.</param>
/// <param name="Blind">Of these so many accuse nobody.</param>
/// <param name="Alpha">Its share of the error budget.</param>
internal sealed record WeighedAccount(IReadOnlyList<CountPair> Pairs, int Blind, double Alpha)
{
    public GateResult? Excess { get; init; }

    public double Harmless { get; init; } = double.NegativeInfinity;

    public bool IsWitnessed { get; init; }

    public double AsStable { get; init; }

    /// <summary>What can be held against the canary of them.</summary>
    public IReadOnlyList<CountPair> Accused { get; init; } = [];

    /// <summary>Those that may accuse, as they were counted.</summary>
    public IReadOnlyList<CountPair> Charged { get; } = [.. Pairs.Skip(Blind)];

    public static CountPair Sum(IReadOnlyList<CountPair> pairs) =>
        new(pairs.Sum(pair => pair.CanaryBad), pairs.Sum(pair => pair.CanaryExposure), pairs.Sum(pair => pair.StableBad), pairs.Sum(pair => pair.StableExposure));
}
