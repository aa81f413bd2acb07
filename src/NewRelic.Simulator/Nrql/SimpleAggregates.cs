using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

internal sealed class MomentsState : AggregateState
{
    public long Count;
    public double Sum;
    public double Squares;
    public double Min = double.PositiveInfinity;
    public double Max = double.NegativeInfinity;

    public override void Merge(AggregateState other)
    {
        var seen = (MomentsState)other;
        Count += seen.Count;
        Sum += seen.Sum;
        Squares += seen.Squares;
        Min = Math.Min(Min, seen.Min);
        Max = Math.Max(Max, seen.Max);
    }
}

/// <summary><c>count(*)</c>: every event; <c>count(x)</c>: those that carry it.</summary>
internal sealed class CountAggregate(Evaluator? counted) : Aggregate
{
    public override void Bind(ChunkContext context) => counted?.Bind(context);

    public override AggregateState Create() => new MomentsState();

    public override void Add(AggregateState state, int row, long timestamp) => ((MomentsState)state).Count += counted is null || !counted.Eval(row).IsAbsent ? 1 : 0;

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => JsonValue.Create(((MomentsState)state).Count);

    public override double? Number(AggregateState state, double bucketMilliseconds) => ((MomentsState)state).Count;
}

/// <summary>Sum, average, minimum, maximum, standard deviation and variance of the numbers among the values.</summary>
internal sealed class MomentsAggregate(Evaluator operand, Func<MomentsState, double> result) : Aggregate
{
    public static double Sum(MomentsState state) => state.Sum;

    public static double Average(MomentsState state) => state.Sum / state.Count;

    public static double Min(MomentsState state) => state.Count == 0 ? double.NaN : state.Min;

    public static double Max(MomentsState state) => state.Count == 0 ? double.NaN : state.Max;

    /// <summary>Of the population, 0 without data, as New Relic has it for values that are no numbers.</summary>
    public static double Variance(MomentsState state) => state.Count == 0 ? 0 : Math.Max(0, (state.Squares / state.Count) - Math.Pow(state.Sum / state.Count, 2));

    public static double Deviation(MomentsState state) => Math.Sqrt(Variance(state));

    public override void Bind(ChunkContext context) => operand.Bind(context);

    public override AggregateState Create() => new MomentsState();

    public override void Add(AggregateState state, int row, long timestamp)
    {
        var value = operand.Eval(row);
        if (value.Kind != ValueKind.Number)
        {
            return;
        }

        var moments = (MomentsState)state;
        moments.Count++;
        moments.Sum += value.Number;
        moments.Squares += value.Number * value.Number;
        moments.Min = Math.Min(moments.Min, value.Number);
        moments.Max = Math.Max(moments.Max, value.Number);
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => Value.Json(result((MomentsState)state));

    public override double? Number(AggregateState state, double bucketMilliseconds) => result((MomentsState)state) is var number && double.IsFinite(number) ? number : null;
}

/// <summary><c>filter(aggregate, WHERE condition)</c>.</summary>
internal sealed class FilterAggregate(Aggregate inner, Evaluator condition) : Aggregate
{
    public override void Bind(ChunkContext context)
    {
        inner.Bind(context);
        condition.Bind(context);
    }

    public override AggregateState Create() => inner.Create();

    public override void Add(AggregateState state, int row, long timestamp)
    {
        if (condition.Test(row))
        {
            inner.Add(state, row, timestamp);
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => inner.Result(state, bucketMilliseconds);

    public override double? Number(AggregateState state, double bucketMilliseconds) => inner.Number(state, bucketMilliseconds);

    public override IEnumerable<KeyValuePair<string, JsonNode?>> Beside(AggregateState state) => inner.Beside(state);
}

internal sealed class PairState(AggregateState part, AggregateState whole) : AggregateState
{
    public AggregateState Part { get; } = part;

    public AggregateState Whole { get; } = whole;

    public override void Merge(AggregateState other)
    {
        Part.Merge(((PairState)other).Part);
        Whole.Merge(((PairState)other).Whole);
    }
}

/// <summary><c>percentage(aggregate, WHERE condition)</c>, 0 to 100, exact; null without data.</summary>
internal sealed class PercentageAggregate(Aggregate part, Aggregate whole) : Aggregate
{
    public override void Bind(ChunkContext context)
    {
        part.Bind(context);
        whole.Bind(context);
    }

    public override AggregateState Create() => new PairState(part.Create(), whole.Create());

    public override void Add(AggregateState state, int row, long timestamp)
    {
        part.Add(((PairState)state).Part, row, timestamp);
        whole.Add(((PairState)state).Whole, row, timestamp);
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => Value.Json(100 * (part.Number(((PairState)state).Part, bucketMilliseconds) ?? double.NaN)
        / (whole.Number(((PairState)state).Whole, bucketMilliseconds) ?? double.NaN));
}

/// <summary><c>rate(aggregate, 1 minute)</c>: the aggregate per unit of the bucket's or window's length.</summary>
internal sealed class RateAggregate(Aggregate inner, double unitMilliseconds) : Aggregate
{
    public override void Bind(ChunkContext context) => inner.Bind(context);

    public override AggregateState Create() => inner.Create();

    public override void Add(AggregateState state, int row, long timestamp) => inner.Add(state, row, timestamp);

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) =>
        Value.Json((inner.Number(state, bucketMilliseconds) ?? double.NaN) * unitMilliseconds / bucketMilliseconds);
}
