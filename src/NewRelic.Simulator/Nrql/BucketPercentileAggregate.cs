using System.Globalization;
using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

internal sealed class BoundsState : AggregateState
{
    /// <summary>Observations up to each bound, as Prometheus counts them.</summary>
    public SortedDictionary<double, double> UpTo { get; } = [];

    public void Add(double bound, double count) => UpTo[bound] = UpTo.GetValueOrDefault(bound) + count;

    public override void Merge(AggregateState other)
    {
        foreach (var (bound, count) in ((BoundsState)other).UpTo)
        {
            Add(bound, count);
        }
    }
}

/// <summary><c>bucketPercentile(x_bucket, 95)</c>: Prometheus' histogram_quantile, a straight line between the bounds named by <c>le</c>.</summary>
internal sealed class BucketPercentileAggregate(Evaluator count, Evaluator bound, IReadOnlyList<double> percentiles) : Aggregate
{
    public override void Bind(ChunkContext context)
    {
        count.Bind(context);
        bound.Bind(context);
    }

    public override AggregateState Create() => new BoundsState();

    public override void Add(AggregateState state, int row, long timestamp)
    {
        var upTo = bound.Eval(row) switch
        {
            { Kind: ValueKind.Number } number => number.Number,
            { Kind: ValueKind.Text, Text: "+Inf" } => double.PositiveInfinity,
            { Kind: ValueKind.Text } text => NumberFunctions.Parse(text.Text!) is { IsAbsent: false } number ? number.Number : double.NaN,
            _ => double.NaN,
        };
        if (!double.IsNaN(upTo) && count.Eval(row) is { Kind: ValueKind.Number } value)
        {
            ((BoundsState)state).Add(upTo, value.Number);
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds)
    {
        var result = new JsonObject();
        foreach (var percentile in percentiles)
        {
            result[percentile.ToString("R", CultureInfo.InvariantCulture)] = Value.Json(At(((BoundsState)state).UpTo, percentile));
        }

        return result;
    }

    private static double At(SortedDictionary<double, double> upTo, double percentile)
    {
        if (upTo.Count == 0 || upTo.Last().Value <= 0)
        {
            return double.NaN;
        }

        var (target, low, reached) = (percentile / 100 * upTo.Last().Value, 0.0, 0.0);
        foreach (var (high, count) in upTo)
        {
            if (count >= target)
            {
                return double.IsInfinity(high) ? low : count == reached ? high : low + ((high - low) * (target - reached) / (count - reached));
            }

            (low, reached) = (high, count);
        }

        return low;
    }
}
