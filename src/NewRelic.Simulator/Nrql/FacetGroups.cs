using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>One facet's running states, bucket by bucket; a bucket without events has none yet.</summary>
internal sealed class FacetGroup(IReadOnlyList<Value> values, int buckets)
{
    /// <summary>The facet's values; empty for the group of everything else.</summary>
    public IReadOnlyList<Value> Values { get; } = values;

    public AggregateState[]?[] Buckets { get; } = new AggregateState[]?[buckets];
}

/// <summary>Puts rows into facet groups.</summary>
internal sealed class FacetGroups
{
    private readonly Evaluator[] _items;
    private readonly (Evaluator Condition, FacetGroup Group)[] _cases;
    private readonly Dictionary<Value, FacetGroup> _byValue = [];
    private readonly int _buckets;

    public FacetGroups(FacetClause? facet, ExpressionCompiler compiler, int buckets)
    {
        _buckets = buckets;
        Everything = new FacetGroup([], buckets);
        var items = facet is null ? [] : facet.Items.Select(item => compiler.Compile(item.Expression)).ToArray();

        // CASES alone is asked of every row of many queries: each case knows its group.
        var alone = items is [CasesEvaluator only] ? only : null;
        _cases = alone is null ? [] : [.. alone.Cases.Select(found => (found.Condition, new FacetGroup([found.Name], buckets)))];
        _items = alone is null ? items : alone.Otherwise is { } other ? [other] : [];
    }

    /// <summary>All rows without FACET; with FACET those of no facet.</summary>
    public FacetGroup Everything { get; }

    /// <summary>Facets that have events.</summary>
    public IEnumerable<FacetGroup> Found => _cases.Select(found => found.Group).Where(group => group.Buckets.Any(bucket => bucket is not null)).Concat(_byValue.Values);

    public void Bind(ChunkContext context)
    {
        foreach (var item in _items)
        {
            item.Bind(context);
        }

        foreach (var (condition, _) in _cases)
        {
            condition.Bind(context);
        }
    }

    /// <summary>The group of a row: its first matching case, else its attributes' values; rows that lack one belong to none.</summary>
    public FacetGroup Of(int row)
    {
        foreach (var (condition, group) in _cases)
        {
            if (condition.Test(row))
            {
                return group;
            }
        }

        if (_items.Length == 0)
        {
            return Everything;
        }

        var values = new Value[_items.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _items[i].Eval(row);
            if (values[i].IsAbsent)
            {
                return Everything;
            }
        }

        var key = values.Length == 1 ? values[0] : Value.Of(string.Join('\u0001', values.Select(value => $"{(int)value.Kind}{value}")));
        if (!_byValue.TryGetValue(key, out var found))
        {
            _byValue[key] = found = new FacetGroup(values, _buckets);
        }

        return found;
    }
}
