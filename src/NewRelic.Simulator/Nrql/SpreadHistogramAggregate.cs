using System.Text.Json;
using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary><c>histogram()</c>: the buckets of the one over numbers, and what distributions add to each of them.</summary>
internal sealed class SpreadHistogramAggregate(Evaluator operand, Aggregate plain) : Aggregate
{
    private bool _spread;

    public override void Bind(ChunkContext context)
    {
        plain.Bind(context);
        operand.Bind(context);
        _spread = SpreadState.Spreads(operand);
    }

    public override AggregateState Create() => new SpreadState(plain.Create());

    public override void Add(AggregateState state, int row, long timestamp)
    {
        if (_spread && operand.Eval(row) is { Distribution: { } told })
        {
            ((SpreadState)state).Pieces.AddRange(told.Pieces);
        }
        else
        {
            plain.Add(((SpreadState)state).Plain, row, timestamp);
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds)
    {
        var seen = (SpreadState)state;
        var counts = plain.Result(seen.Plain, bucketMilliseconds);
        if (seen.Pieces.Count == 0 || counts is not JsonArray buckets)
        {
            return counts;
        }

        var beside = plain.Beside(seen.Plain).ToDictionary();
        var (start, width) = (beside["minValue"].Deserialize<double>(), beside["bucketSize"].Deserialize<double>());
        return new JsonArray([.. buckets.Select((count, index) => Value.Json(count.Deserialize<double>() + Within(seen.Pieces, index, buckets.Count, start, width)))]);
    }

    public override IEnumerable<KeyValuePair<string, JsonNode?>> Beside(AggregateState state) => plain.Beside(((SpreadState)state).Plain);

    /// <summary>What lies outside goes to the first or last bucket, as numbers do.</summary>
    private static double Within(List<DistributionPiece> pieces, int index, int buckets, double start, double width)
    {
        var above = index == buckets - 1 ? pieces.Sum(piece => piece.Count) : pieces.Sum(piece => piece.UpTo(start + (width * (index + 1))));
        return above - (index == 0 ? 0 : pieces.Sum(piece => piece.UpTo(start + (width * index))));
    }
}
