using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>An attribute; also the two that every event has outside its attributes.</summary>
internal sealed class AttributeEvaluator(string name) : Evaluator
{
    private ColumnChunk? _column;
    private StringPool _pool = null!;

    public string Name { get; } = name;

    public ColumnChunk? Column => _column;

    public StringPool Pool => _pool;

    public override void Bind(ChunkContext context) => (_column, _pool) = (context.Chunk.Column(Name), context.Pool);

    public override Value Eval(int row) => _column is null ? Value.Absent : _column.Kinds[row] switch
    {
        ValueKind.Number => Value.Of(_column.Numbers[row]),
        ValueKind.Text => Value.Of(_pool[(int)_column.Numbers[row]]),
        ValueKind.Boolean => Value.Of(_column.Numbers[row] != 0),
        ValueKind.Distribution => Value.Of(_pool.Distributions[(int)_column.Numbers[row]]),
        ValueKind.Structure => Value.Of(System.Text.Json.Nodes.JsonNode.Parse(_pool[(int)_column.Numbers[row]])),
        _ => Value.Absent,
    };
}

internal sealed class TimestampEvaluator : Evaluator
{
    private long[] _timestamps = [];

    public override void Bind(ChunkContext context) => _timestamps = context.Chunk.Timestamps;

    public override Value Eval(int row) => Value.Of(_timestamps[row]);
}

internal sealed class ChunkEvaluator(Func<ChunkContext, Value> read) : Evaluator
{
    private Value _value;

    public override void Bind(ChunkContext context) => _value = read(context);

    public override Value Eval(int row) => _value;
}

/// <summary>A metric name with % in it: the first attribute of the event whose name fits, in order of the names.</summary>
internal sealed class WildcardEvaluator(string pattern) : Evaluator
{
    private readonly TextTest _fits = Patterns.Like(pattern);
    private AttributeEvaluator[] _attributes = [];

    public override void Bind(ChunkContext context)
    {
        _attributes = [.. context.Chunk.Attributes.Where(name => _fits(name)).Order(StringComparer.Ordinal).Select(name => new AttributeEvaluator(name))];
        foreach (var attribute in _attributes)
        {
            attribute.Bind(context);
        }
    }

    public override Value Eval(int row)
    {
        foreach (var attribute in _attributes)
        {
            if (attribute.Eval(row) is { IsAbsent: false } value)
            {
                return value;
            }
        }

        return Value.Absent;
    }
}

/// <summary><c>dimensions()</c>: all attributes of an event together, or those named.</summary>
internal sealed class DimensionsEvaluator(IReadOnlyList<string>? include, IReadOnlyList<string> exclude) : Evaluator
{
    private (string Name, AttributeEvaluator Read)[] _attributes = [];

    public override void Bind(ChunkContext context)
    {
        _attributes = [.. context.Chunk.Attributes.Where(name => include?.Contains(name) != false && !exclude.Contains(name)).Order(StringComparer.Ordinal).Select(name => (name, new AttributeEvaluator(name)))];
        foreach (var (_, read) in _attributes)
        {
            read.Bind(context);
        }
    }

    public override Value Eval(int row)
    {
        var carried = new System.Text.Json.Nodes.JsonObject();
        foreach (var (name, read) in _attributes)
        {
            if (read.Eval(row) is { IsAbsent: false } value)
            {
                carried[name] = value.ToJson();
            }
        }

        return Value.Of(carried);
    }
}
