using System.Text.Json.Nodes;
using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Aggregates to rows in NerdGraph's flattened shapes, keys in ordinal order.</summary>
internal sealed class RowWriter(NrqlQuery query, AggregateScan scan, NrqlRules rules)
{
    private const int DefaultFacets = 10;

    private readonly QueryWindow _window = scan.Window;

    private bool IsTimeseries => query.Timeseries is not null;

    /// <summary>Facets to show, best first; those whose first aggregate is null are left out.</summary>
    public List<FacetGroup> Shown() =>
    [
        .. Ordered(scan.Groups.Found.Select(group => (Group: group, Sum: Sum(group)))
            .Where(found => scan.Columns[0].Json(WholeOf(found)) is not null))
            .Skip(query.Offset).Take(query.Shown(DefaultFacets)).Select(found => found.Group),
    ];

    public JsonArray Rows(IEnumerable<FacetGroup> groups, string? comparison) => new([.. groups.SelectMany(group => Rows(group, comparison))]);

    /// <summary>One object, or one per bucket with TIMESERIES, of several groups together.</summary>
    public JsonNode Together(IEnumerable<FacetGroup> groups)
    {
        var all = groups.ToList();
        return IsTimeseries
            ? new JsonArray([.. Enumerable.Range(0, _window.Buckets).Select(bucket => (JsonNode?)Row(null, bucket, Merge(all, [bucket]), null))])
            : Row(null, null, Merge(all, [0]), null);
    }

    /// <summary>The same rows as events of their own, for a query around this one.</summary>
    public IEnumerable<DerivedRow> Derived(IEnumerable<FacetGroup> groups) => groups.SelectMany(group => Enumerable.Range(0, IsTimeseries ? _window.Buckets : 1).Select(bucket => Derived(group, bucket)));

    private DerivedRow Derived(FacetGroup group, int bucket)
    {
        var cell = CellOf(group, IsTimeseries ? bucket : null, group.Buckets[bucket] ?? scan.Create());
        var values = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (index, item) in (query.Facet?.Items ?? []).Index())
        {
            values[item.Alias ?? SelectColumn.DefaultKey(item.Expression)] = index < group.Values.Count ? group.Values[index] : Value.Absent;
        }

        foreach (var column in scan.Columns)
        {
            values[column.Key] = values[column.Name] = Value.Of(column.Json(cell));
        }

        return new DerivedRow(IsTimeseries ? (long)_window.BucketBegin(bucket) : _window.Begin, values);
    }

    private IEnumerable<(FacetGroup Group, AggregateState[] Sum)> Ordered(IEnumerable<(FacetGroup Group, AggregateState[] Sum)> groups)
    {
        double Key((FacetGroup Group, AggregateState[] Sum) found) => scan.OrderColumn.Value(WholeOf(found)) is { Kind: ValueKind.Number } value ? value.Number : double.NegativeInfinity;
        var ascends = query.Facet is { Direction: "ASC" } || (query is { Facet.OrderBy: null, OrderBy: [{ Ascending: true }, ..] } && !rules.Holds(NrqlRule.FacetOrderClause));
        return ascends ? groups.OrderBy(Key) : groups.OrderByDescending(Key);
    }

    private Cell WholeOf((FacetGroup Group, AggregateState[] Sum) found) => CellOf(found.Group, null, found.Sum);

    private Cell CellOf(FacetGroup? group, int? bucket, AggregateState[] states) => bucket is { } index
        ? new Cell(states, _window.Width, (long)(_window.BucketBegin(index) + _window.Width), group)
        : new Cell(states, _window.Length, _window.End, group);

    private IEnumerable<JsonNode?> Rows(FacetGroup group, string? comparison) => IsTimeseries
        ? Enumerable.Range(0, _window.Buckets).Select(bucket => (JsonNode?)Row(group, bucket, group.Buckets[bucket] ?? scan.Create(), comparison))
        : [Row(group, null, group.Buckets[0] ?? scan.Create(), comparison)];

    private JsonObject Row(FacetGroup? group, int? bucket, AggregateState[] states, string? comparison)
    {
        var row = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        var cell = CellOf(group, bucket, states);
        foreach (var column in scan.Columns)
        {
            foreach (var (key, value) in column.Beside(cell))
            {
                row[key] = value;
            }
        }

        foreach (var column in scan.Columns)
        {
            row[column.Key] = column.Json(cell);
        }

        if (bucket is { } index)
        {
            row["beginTimeSeconds"] = Value.Json(_window.BucketBegin(index) / 1000);
            row["endTimeSeconds"] = Value.Json((_window.BucketBegin(index) + _window.Width) / 1000);
        }

        Facet(row, group);
        if (comparison is not null)
        {
            row["comparison"] = comparison;
        }

        return new JsonObject(row);
    }

    private void Facet(SortedDictionary<string, JsonNode?> row, FacetGroup? group)
    {
        if (group is null || query.Facet is not { } facet)
        {
            return;
        }

        row["facet"] = group.Values is [var only] ? only.ToString() : new JsonArray([.. group.Values.Select(value => (JsonNode?)value.ToString())]);
        if (facet is { Items: [var item] } && item is not { Expression: CasesNode, Alias: null })
        {
            row[item.Alias ?? SelectColumn.DefaultKey(item.Expression)] = group.Values[0].ToJson();
        }
    }

    private AggregateState[] Sum(FacetGroup group) => IsTimeseries ? Merge([group], Enumerable.Range(0, _window.Buckets)) : group.Buckets[0] ?? scan.Create();

    private AggregateState[] Merge(IReadOnlyList<FacetGroup> groups, IEnumerable<int> buckets)
    {
        var merged = scan.Create();
        foreach (var states in buckets.SelectMany(bucket => groups.Select(group => group.Buckets[bucket])).OfType<AggregateState[]>())
        {
            for (var i = 0; i < merged.Length; i++)
            {
                merged[i].Merge(states[i]);
            }
        }

        return merged;
    }
}
