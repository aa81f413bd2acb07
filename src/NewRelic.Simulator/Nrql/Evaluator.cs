using System.Text.RegularExpressions;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>An expression compiled for one query: bound to a chunk, then asked row by row. Not shared between threads.</summary>
internal abstract class Evaluator
{
    public virtual void Bind(ChunkContext context)
    {
    }

    public abstract Value Eval(int row);

    /// <summary>As a condition: true only where the value is the boolean true.</summary>
    public virtual bool Test(int row) => Eval(row).IsTrue;
}

/// <summary>The chunk being scanned.</summary>
internal sealed record ChunkContext(StringPool Pool, int Account, string EventType, EventChunk Chunk);

internal sealed class ConstantEvaluator(Value value) : Evaluator
{
    public Value Value { get; } = value;

    public override Value Eval(int row) => Value;
}

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

/// <summary>A condition on the text of an attribute, decided once per distinct text.</summary>
internal sealed class TextTestEvaluator(AttributeEvaluator attribute, Func<string, bool> test) : Evaluator
{
    private readonly AttributeEvaluator _attribute = attribute;
    private byte[] _known = [];
    private StringPool? _pool;
    private ColumnChunk? _column;

    public override void Bind(ChunkContext context)
    {
        _attribute.Bind(context);
        _column = _attribute.Column;
        if (_pool != context.Pool)
        {
            (_pool, _known) = (context.Pool, new byte[context.Pool.Count]);
        }
    }

    public override Value Eval(int row) => Value.Of(Test(row));

    public override bool Test(int row)
    {
        if (_column is null || _column.Kinds[row] != ValueKind.Text)
        {
            return false;
        }

        var id = (int)_column.Numbers[row];
        if (id >= _known.Length)
        {
            Array.Resize(ref _known, Math.Max(_pool!.Count, id + 1));
        }

        if (_known[id] == 0)
        {
            _known[id] = test(_pool![id]) ? (byte)1 : (byte)2;
        }

        return _known[id] == 1;
    }
}

/// <summary>A number attribute against a constant, without making values of either.</summary>
internal sealed class NumberTestEvaluator(AttributeEvaluator attribute, string comparison, double constant, bool readsTexts) : Evaluator
{
    private readonly AttributeEvaluator _attribute = attribute;
    private ColumnChunk? _column;

    public override void Bind(ChunkContext context)
    {
        _attribute.Bind(context);
        _column = _attribute.Column;
    }

    public override Value Eval(int row) => Value.Of(Test(row));

    public override bool Test(int row)
    {
        if (_column is null)
        {
            return false;
        }

        switch (_column.Kinds[row])
        {
            case ValueKind.Number:
                return Compare(_column.Numbers[row]);
            case ValueKind.Text when readsTexts:
                return Scalars.Numeric(_attribute.Pool[(int)_column.Numbers[row]]) is { IsAbsent: false } number && Compare(number.Number);
            default:
                return false;
        }
    }

    private bool Compare(double number) => comparison switch
    {
        "=" => number == constant,
        "!=" => number != constant,
        "<" => number < constant,
        "<=" => number <= constant,
        ">" => number > constant,
        _ => number >= constant,
    };
}

internal sealed class IsEvaluator(Evaluator operand, string what, bool negated) : Evaluator
{
    private readonly Evaluator _operand = operand;

    public override void Bind(ChunkContext context) => _operand.Bind(context);

    public override Value Eval(int row) => Value.Of(Test(row));

    public override bool Test(int row)
    {
        // The one test that is asked of nearly every row: without making a value of it.
        if (_operand is AttributeEvaluator attribute)
        {
            var kind = attribute.Column is { } column ? column.Kinds[row] : ValueKind.Absent;
            var number = kind == ValueKind.Boolean ? attribute.Column!.Numbers[row] : 0;
            return Matches(kind, number) != negated;
        }

        var value = _operand.Eval(row);
        return Matches(value.Kind, value.Number) != negated;
    }

    private bool Matches(ValueKind kind, double number) => what switch
    {
        "NULL" => kind == ValueKind.Absent,
        "TRUE" => kind == ValueKind.Boolean && number != 0,
        _ => kind == ValueKind.Boolean && number == 0,
    };
}

internal sealed class AndEvaluator(Evaluator left, Evaluator right) : Evaluator
{
    public override void Bind(ChunkContext context)
    {
        left.Bind(context);
        right.Bind(context);
    }

    public override Value Eval(int row) => Value.Of(Test(row));

    public override bool Test(int row) => left.Test(row) && right.Test(row);
}

/// <summary>A condition where the left side is a boolean, a default where it is any other value or absent.</summary>
internal sealed class OrEvaluator(Evaluator left, Evaluator right) : Evaluator
{
    public override void Bind(ChunkContext context)
    {
        left.Bind(context);
        right.Bind(context);
    }

    public override Value Eval(int row)
    {
        var value = left.Eval(row);
        return value.IsAbsent || value is { Kind: ValueKind.Boolean, IsTrue: false } ? right.Eval(row) is { IsAbsent: false } other ? other : value : value;
    }

    public override bool Test(int row) => left.Test(row) || right.Test(row);
}

internal sealed class NotEvaluator(Evaluator operand) : Evaluator
{
    public override void Bind(ChunkContext context) => operand.Bind(context);

    public override Value Eval(int row) => Value.Of(!operand.Test(row));

    public override bool Test(int row) => !operand.Test(row);
}

/// <summary>A function of the values of its operands.</summary>
internal sealed class FunctionEvaluator(Func<Value[], Value> function, params Evaluator[] operands) : Evaluator
{
    private readonly Value[] _values = new Value[operands.Length];

    public override void Bind(ChunkContext context)
    {
        foreach (var operand in operands)
        {
            operand.Bind(context);
        }
    }

    public override Value Eval(int row)
    {
        for (var i = 0; i < operands.Length; i++)
        {
            _values[i] = operands[i].Eval(row);
        }

        return function(_values);
    }
}

/// <summary>Patterns of LIKE and RLIKE.</summary>
internal static class Patterns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Only % is a wildcard, and case does not matter.</summary>
    public static Func<string, bool> Like(string pattern)
    {
        var parts = pattern.Split('%');
        if (parts.Length == 2 && parts[1].Length == 0)
        {
            return text => text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase);
        }

        var regex = new Regex($"^{string.Join(".*", parts.Select(System.Text.RegularExpressions.Regex.Escape))}\\z", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, Patience);
        return regex.IsMatch;
    }

    /// <summary>The whole text must match.</summary>
    /// <exception cref="NrqlException">No regular expression.</exception>
    public static Func<string, bool> Rlike(string pattern) => Regex($"^(?:{pattern})\\z").IsMatch;

    public static Regex Regex(string pattern)
    {
        try
        {
            return new Regex(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException e)
        {
            throw new NrqlException($"Invalid regular expression: {e.Message}");
        }
    }
}
