namespace GateService.Core.Policies;

/// <summary>A choice per step weight; between two weights the one at or below applies, below the first the first.</summary>
public abstract record StepTable<T>
    where T : struct, Enum
{
    private readonly SortedList<double, T> _byWeight;

    /// <param name="byWeight">Weight in percent (0 to 100) to choice; at least one entry.</param>
    /// <exception cref="ArgumentException">No entry.</exception>
    private protected StepTable(IReadOnlyDictionary<double, T> byWeight)
    {
        if (byWeight.Count == 0)
        {
            throw new ArgumentException("a step table needs at least one entry", nameof(byWeight));
        }

        _byWeight = new SortedList<double, T>(byWeight.ToDictionary());
    }

    public IReadOnlyList<KeyValuePair<double, T>> Entries => [.. _byWeight];

    public T At(double? weight) => _byWeight.LastOrDefault(entry => entry.Key <= weight, new(0, _byWeight.Values[0])).Value;

    public virtual bool Equals(StepTable<T>? other) => other is not null && EqualityContract == other.EqualityContract && _byWeight.SequenceEqual(other._byWeight);

    public override int GetHashCode() => _byWeight.Aggregate(0, (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));
}
