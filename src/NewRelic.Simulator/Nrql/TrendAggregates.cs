using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

internal sealed class PointsState : AggregateState
{
    public List<(long At, double Value)> Points { get; } = [];

    public override void Merge(AggregateState other) => Points.AddRange(((PointsState)other).Points);

    /// <summary>Least squares: change a millisecond, and the value at a moment; null of fewer than two moments.</summary>
    public (double Slope, Func<double, double> At)? Line()
    {
        if (Points.Count < 2)
        {
            return null;
        }

        var origin = Points[0].At;
        var (meanTime, meanValue) = (Points.Average(point => (double)(point.At - origin)), Points.Average(point => point.Value));
        var spread = Points.Sum(point => Math.Pow(point.At - origin - meanTime, 2));
        var slope = Points.Sum(point => (point.At - origin - meanTime) * (point.Value - meanValue)) / spread;
        return spread == 0 ? null : (slope, moment => meanValue + (slope * (moment - origin - meanTime)));
    }
}

/// <summary>An aggregate of the numbers of events with their moments.</summary>
internal abstract class PointsAggregate(Evaluator operand) : Aggregate
{
    public override void Bind(ChunkContext context) => operand.Bind(context);

    public override AggregateState Create() => new PointsState();

    public override void Add(AggregateState state, int row, long timestamp)
    {
        if (operand.Eval(row) is { Kind: ValueKind.Number } value)
        {
            ((PointsState)state).Points.Add((timestamp, value.Number));
        }
    }
}

/// <summary><c>derivative(x, 1 minute)</c>: the slope of the line of least squares.</summary>
internal sealed class DerivativeAggregate(Evaluator operand, double unitMilliseconds) : PointsAggregate(operand)
{
    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => Value.Json((((PointsState)state).Line()?.Slope ?? double.NaN) * unitMilliseconds);
}

/// <summary><c>predictLinear(x, 1 hour)</c>: that line's value so long after the end of the bucket or window.</summary>
internal sealed class PredictAggregate(Evaluator operand, double aheadMilliseconds) : PointsAggregate(operand), IEndingAggregate
{
    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => null;

    public JsonNode? Result(AggregateState state, long end) => Value.Json(((PointsState)state).Line()?.At(end + aheadMilliseconds) ?? double.NaN);
}

/// <summary><c>latestrate(x, 1 second)</c>: the change between the last two events.</summary>
internal sealed class LatestRateAggregate(Evaluator operand, double unitMilliseconds) : PointsAggregate(operand)
{
    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) =>
        ((PointsState)state).Points.OrderByDescending(point => point.At).Take(2).ToList() is [var last, var before] && last.At > before.At
            ? Value.Json((last.Value - before.Value) / (last.At - before.At) * unitMilliseconds)
            : null;
}

/// <summary><c>aggregationendtime()</c>.</summary>
internal sealed class EndTimeAggregate : Aggregate, IEndingAggregate
{
    public override AggregateState Create() => new MomentsState();

    public override void Add(AggregateState state, int row, long timestamp)
    {
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => null;

    public JsonNode? Result(AggregateState state, long end) => Value.Json(end);
}
