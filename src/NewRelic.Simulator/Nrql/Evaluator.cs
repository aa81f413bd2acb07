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
