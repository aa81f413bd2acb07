using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

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

/// <summary>Looks only at the value that counts.</summary>
internal sealed class IfEvaluator(Evaluator condition, Evaluator then, Evaluator otherwise) : Evaluator
{
    public override void Bind(ChunkContext context)
    {
        condition.Bind(context);
        then.Bind(context);
        otherwise.Bind(context);
    }

    public override Value Eval(int row) => condition.Eval(row).IsTrue ? then.Eval(row) : otherwise.Eval(row);
}

internal sealed class NotEvaluator(Evaluator operand) : Evaluator
{
    public override void Bind(ChunkContext context) => operand.Bind(context);

    public override Value Eval(int row) => Value.Of(!operand.Test(row));

    public override bool Test(int row) => !operand.Test(row);
}

/// <summary>The name of the first case that holds, else what stands behind OR.</summary>
internal sealed class CasesEvaluator(IReadOnlyList<(Evaluator Condition, Value Name)> cases, Evaluator? otherwise) : Evaluator
{
    public IReadOnlyList<(Evaluator Condition, Value Name)> Cases { get; } = cases;

    public Evaluator? Otherwise { get; } = otherwise;

    public override void Bind(ChunkContext context)
    {
        foreach (var (condition, _) in Cases)
        {
            condition.Bind(context);
        }

        Otherwise?.Bind(context);
    }

    public override Value Eval(int row)
    {
        foreach (var (condition, name) in Cases)
        {
            if (condition.Test(row))
            {
                return name;
            }
        }

        return Otherwise?.Eval(row) ?? Value.Absent;
    }
}
