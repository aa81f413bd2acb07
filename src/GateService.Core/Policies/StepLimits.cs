using System.Globalization;

namespace GateService.Core.Policies;

/// <summary>
/// A limit per step weight, tightening as the canary's share of traffic grows.
/// At a weight in between, the entry of the nearest listed weight at or below it applies; below the first, the first;
/// an unknown weight (background) takes the first, the most lenient place to stand when nobody said how far the rollout is.
/// </summary>
public sealed record StepLimits
{
    private readonly SortedList<double, double> _byWeight;

    /// <param name="byWeight">Weight in percent (0 to 100) to limit in the objective's unit; at least one entry.</param>
    /// <exception cref="ArgumentException">No entry.</exception>
    public StepLimits(IReadOnlyDictionary<double, double> byWeight)
    {
        if (byWeight.Count == 0)
        {
            throw new ArgumentException("a limit needs at least one entry", nameof(byWeight));
        }

        _byWeight = new SortedList<double, double>(byWeight.ToDictionary());
        Entries = [.. _byWeight];
    }

    public static StepLimits Constant(double limit) => new(new Dictionary<double, double> { [0] = limit });

    public IReadOnlyList<KeyValuePair<double, double>> Entries { get; }

    /// <summary>The limit that applies at <paramref name="weight"/> percent.</summary>
    public double At(double? weight)
    {
        var limit = _byWeight.Values[0];
        foreach (var (listed, value) in Entries)
        {
            if (weight is null || listed > weight)
            {
                break;
            }

            limit = value;
        }

        return limit;
    }

    public bool Equals(StepLimits? other) => other is not null && _byWeight.SequenceEqual(other._byWeight);

    public override int GetHashCode() => _byWeight.Aggregate(0, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));

    public override string ToString() =>
        string.Join(", ", _byWeight.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}: {entry.Value}")));
}
