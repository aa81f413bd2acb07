namespace GateService.Core.Policies;

/// <summary>A demand per step weight; between two weights the one at or below applies, below the first the first.</summary>
public sealed record StepDemands
{
    private readonly SortedList<double, StepDemand> _byWeight;

    /// <param name="byWeight">Weight in percent (0 to 100) to demand; at least one entry.</param>
    /// <exception cref="ArgumentException">No entry.</exception>
    public StepDemands(IReadOnlyDictionary<double, StepDemand> byWeight)
    {
        if (byWeight.Count == 0)
        {
            throw new ArgumentException("a demand needs at least one entry", nameof(byWeight));
        }

        _byWeight = new SortedList<double, StepDemand>(byWeight.ToDictionary());
    }

    public IReadOnlyList<KeyValuePair<double, StepDemand>> Entries => [.. _byWeight];

    public StepDemand At(double? weight) =>
        _byWeight.LastOrDefault(entry => entry.Key <= weight, new(0, _byWeight.Values[0])).Value;

    public bool Equals(StepDemands? other) => other is not null && _byWeight.SequenceEqual(other._byWeight);

    public override int GetHashCode() => _byWeight.Aggregate(0, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));
}
