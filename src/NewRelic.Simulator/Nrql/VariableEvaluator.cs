using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>A variable of WITH, computed once a row however often it is named: variables of variables would else double the work each.</summary>
internal sealed class VariableEvaluator(VariableNode variable, Evaluator definition) : Evaluator
{
    private ChunkContext? _bound;
    private int _row = -1;
    private Value _value;

    public override void Bind(ChunkContext context)
    {
        if (_bound != context)
        {
            (_bound, _row) = (context, -1);
            definition.Bind(context);
        }
    }

    public override Value Eval(int row)
    {
        if (_row != row)
        {
            var value = definition.Eval(row);
            (_row, _value) = (row, variable.Index is { } index ? StructureFunctions.Part(value, variable.Name, index) : value);
        }

        return _value;
    }
}
