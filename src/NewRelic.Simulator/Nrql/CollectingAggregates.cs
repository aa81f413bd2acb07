using System.Globalization;
using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

internal sealed class NumbersState : AggregateState
{
    public List<double> Numbers { get; } = [];

    public override void Merge(AggregateState other) => Numbers.AddRange(((NumbersState)other).Numbers);
}

/// <summary>Percentiles as exact order statistics (nearest rank); New Relic's sketch comes within some 3 % of them. Null without data.</summary>
internal sealed class PercentileAggregate(Evaluator operand, IReadOnlyList<double> percentiles) : Aggregate
{
    public override void Bind(ChunkContext context) => operand.Bind(context);

    public override AggregateState Create() => new NumbersState();

    public override void Add(AggregateState state, int row, long timestamp)
    {
        if (operand.Eval(row) is { Kind: ValueKind.Number } value)
        {
            ((NumbersState)state).Numbers.Add(value.Number);
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds)
    {
        var numbers = ((NumbersState)state).Numbers;
        numbers.Sort();
        var result = new JsonObject();
        foreach (var percentile in percentiles)
        {
            result[percentile.ToString("R", CultureInfo.InvariantCulture)] = numbers.Count == 0 ? null : Value.Json(numbers[Rank(percentile, numbers.Count)]);
        }

        return result;
    }

    private static int Rank(double percentile, int count) => Math.Clamp((int)Math.Ceiling(percentile / 100 * count) - 1, 0, count - 1);
}

internal sealed class HistogramState(int buckets) : AggregateState
{
    public long[] Counts { get; } = new long[buckets];

    public override void Merge(AggregateState other)
    {
        var seen = (HistogramState)other;
        for (var i = 0; i < Counts.Length; i++)
        {
            Counts[i] += seen.Counts[i];
        }
    }
}

/// <summary>Counts per bucket; what lies outside goes to the first or last one.</summary>
internal sealed class HistogramAggregate(Evaluator operand, double width, int buckets, double start) : Aggregate
{
    public override void Bind(ChunkContext context) => operand.Bind(context);

    public override AggregateState Create() => new HistogramState(buckets);

    public override void Add(AggregateState state, int row, long timestamp)
    {
        if (operand.Eval(row) is { Kind: ValueKind.Number } value)
        {
            ((HistogramState)state).Counts[Math.Clamp((int)Math.Floor((value.Number - start) / width), 0, buckets - 1)]++;
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => new JsonArray([.. ((HistogramState)state).Counts.Select(count => (JsonNode?)JsonValue.Create(count))]);

    public override IEnumerable<KeyValuePair<string, JsonNode?>> Beside(AggregateState state) =>
    [
        new("bucketSize", Value.Json(width)), new("minValue", Value.Json(start)), new("maxValue", Value.Json(start + (width * buckets))),
    ];
}

internal sealed class ApdexState : AggregateState
{
    public long Satisfied;
    public long Tolerating;
    public long Frustrated;

    public override void Merge(AggregateState other)
    {
        var seen = (ApdexState)other;
        Satisfied += seen.Satisfied;
        Tolerating += seen.Tolerating;
        Frustrated += seen.Frustrated;
    }
}

/// <summary>Apdex of a duration; errors are not looked at, as New Relic documents it. Score null without data.</summary>
internal sealed class ApdexAggregate(Evaluator operand, double threshold) : Aggregate
{
    public override void Bind(ChunkContext context) => operand.Bind(context);

    public override AggregateState Create() => new ApdexState();

    public override void Add(AggregateState state, int row, long timestamp)
    {
        if (operand.Eval(row) is not { Kind: ValueKind.Number } value)
        {
            return;
        }

        var apdex = (ApdexState)state;
        apdex.Satisfied += value.Number <= threshold ? 1 : 0;
        apdex.Tolerating += value.Number > threshold && value.Number <= 4 * threshold ? 1 : 0;
        apdex.Frustrated += value.Number > 4 * threshold ? 1 : 0;
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => new JsonObject(Beside(state));

    public override IEnumerable<KeyValuePair<string, JsonNode?>> Beside(AggregateState state)
    {
        var apdex = (ApdexState)state;
        var count = apdex.Satisfied + apdex.Tolerating + apdex.Frustrated;
        return
        [
            new("count", JsonValue.Create(count)),
            new("f", JsonValue.Create(apdex.Frustrated)),
            new("s", JsonValue.Create(apdex.Satisfied)),
            new("score", Value.Json(Score(apdex, count))),
            new("t", JsonValue.Create(apdex.Tolerating)),
        ];
    }

    public override double? Number(AggregateState state, double bucketMilliseconds)
    {
        var apdex = (ApdexState)state;
        var score = Score(apdex, apdex.Satisfied + apdex.Tolerating + apdex.Frustrated);
        return double.IsFinite(score) ? score : null;
    }

    private static double Score(ApdexState apdex, long count) => (apdex.Satisfied + (apdex.Tolerating / 2.0)) / count;
}

internal sealed class DistinctState : AggregateState
{
    public HashSet<Value> Values { get; } = [];

    public override void Merge(AggregateState other) => Values.UnionWith(((DistinctState)other).Values);
}

/// <summary><c>uniqueCount(a, b…)</c>, exact, and <c>uniques(a, limit)</c>.</summary>
internal sealed class DistinctAggregate(IReadOnlyList<Evaluator> operands, int? limit) : Aggregate
{
    public override void Bind(ChunkContext context)
    {
        foreach (var operand in operands)
        {
            operand.Bind(context);
        }
    }

    public override AggregateState Create() => new DistinctState();

    public override void Add(AggregateState state, int row, long timestamp)
    {
        var value = operands.Count == 1 ? operands[0].Eval(row) : Value.Of(string.Join('\u0001', operands.Select(operand => operand.Eval(row).ToString())));
        if (!value.IsAbsent)
        {
            ((DistinctState)state).Values.Add(value);
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds)
    {
        var values = ((DistinctState)state).Values;
        return limit is null ? JsonValue.Create((long)values.Count) : new JsonArray([.. values.Order().Take(limit.Value).Select(value => value.ToJson())]);
    }
}

internal sealed class EdgeState : AggregateState
{
    public long? At;
    public Value Value;
    public required bool Latest;

    public void Take(long at, Value value)
    {
        if (!value.IsAbsent && (At is null || (Latest ? at >= At : at < At)))
        {
            (At, Value) = (at, value);
        }
    }

    public override void Merge(AggregateState other)
    {
        if (other is EdgeState { At: { } at } seen)
        {
            Take(at, seen.Value);
        }
    }
}

/// <summary><c>latest(x)</c> and <c>earliest(x)</c>.</summary>
internal sealed class EdgeAggregate(Evaluator operand, bool latest) : Aggregate
{
    public override void Bind(ChunkContext context) => operand.Bind(context);

    public override AggregateState Create() => new EdgeState { Latest = latest };

    public override void Add(AggregateState state, int row, long timestamp) => ((EdgeState)state).Take(timestamp, operand.Eval(row));

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) => ((EdgeState)state).Value.ToJson();
}
