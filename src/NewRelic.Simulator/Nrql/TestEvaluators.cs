using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>A condition on the text of an attribute, decided once per distinct text.</summary>
internal sealed class TextTestEvaluator(AttributeEvaluator attribute, TextTest test) : Evaluator
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
            _known[id] = test(_pool!.Characters(id)) ? (byte)1 : (byte)2;
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
