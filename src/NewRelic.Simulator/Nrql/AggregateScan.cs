using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>One pass over the events of a window: where, facet, bucket, add. Nothing here knows how rows are printed.</summary>
internal sealed class AggregateScan
{
    private readonly SelectCompiler _select;
    private readonly Evaluator? _where;

    public AggregateScan(NrqlQuery query, QueryWindow window, ExpressionCompiler compiler)
    {
        Window = window;
        _select = new SelectCompiler(compiler, query.Facet);
        Columns = [.. query.Select.Select(_select.Compile)];
        OrderColumn = OrderedBy(query, compiler.Scope.Rules) is not { } by ? Columns[0]
            : Columns.FirstOrDefault(column => by is AttributeNode name && name.Name == column.Key) ?? _select.Compile(new ItemNode(by, null));
        _where = query.Where is null ? null : compiler.Compile(query.Where);
        Groups = new FacetGroups(query.Facet, compiler, window.Buckets);
    }

    /// <summary>FACET ... ORDER BY; an ORDER BY anywhere else does not apply to facets.</summary>
    private static Node? OrderedBy(NrqlQuery query, NrqlRules rules) =>
        query.Facet?.OrderBy ?? (rules.Holds(NrqlRule.FacetOrderClause) ? null : query.OrderBy.FirstOrDefault()?.By);

    public QueryWindow Window { get; }

    public IReadOnlyList<SelectColumn> Columns { get; }

    /// <summary>What facets are ordered and picked by.</summary>
    public SelectColumn OrderColumn { get; }

    public FacetGroups Groups { get; }

    public long Inspected { get; private set; }

    public long Matched { get; private set; }

    public void Run(EventSource source, CancellationToken ct)
    {
        foreach (var (account, eventType, chunk) in source.Chunks)
        {
            ct.ThrowIfCancellationRequested();
            var count = chunk.Count;
            if (count == 0 || chunk.Latest < Window.Begin || chunk.Earliest >= Window.End)
            {
                continue;
            }

            Bind(new ChunkContext(source.Pool, account, eventType, chunk));
            Scan(chunk, count);
        }
    }

    /// <summary>Fresh states, for a bucket or a sum of them.</summary>
    public AggregateState[] Create() => [.. _select.Aggregates.Select(aggregate => aggregate.Create())];

    private void Bind(ChunkContext context)
    {
        _where?.Bind(context);
        Groups.Bind(context);
        foreach (var aggregate in _select.Aggregates)
        {
            aggregate.Bind(context);
        }
    }

    private void Scan(EventChunk chunk, int count)
    {
        var (begin, end) = (Window.Begin, Window.End);
        for (var row = 0; row < count; row++)
        {
            var timestamp = chunk.Timestamps[row];
            if (timestamp < begin || timestamp >= end)
            {
                continue;
            }

            Inspected++;
            if (_where is not null && !_where.Test(row))
            {
                continue;
            }

            Matched++;
            var group = Groups.Of(row);
            var (first, last) = BucketsOf(timestamp);
            for (var bucket = first; bucket <= last; bucket++)
            {
                var states = group.Buckets[bucket] ??= Create();
                for (var i = 0; i < states.Length; i++)
                {
                    _select.Aggregates[i].Add(states[i], row, timestamp);
                }
            }
        }
    }

    /// <summary>The buckets a moment lies in; several where they slide by less than their width.</summary>
    private (int First, int Last) BucketsOf(long timestamp)
    {
        if (Window.Buckets == 1)
        {
            return (0, 0);
        }

        var offset = timestamp - Window.BucketBegin(0);
        var last = Math.Min((int)(offset / Window.Slide), Window.Buckets - 1);
        var first = Window.Slide >= Window.Width ? last : Math.Max(0, (int)Math.Floor((offset - Window.Width) / Window.Slide) + 1);
        return (first, last);
    }
}
