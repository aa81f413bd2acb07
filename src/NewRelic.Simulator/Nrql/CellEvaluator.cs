using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>The cell an expression over aggregates is asked about; every cell is a row of its own.</summary>
internal sealed class CellHolder
{
    private int _row;

    public Cell Cell { get; private set; } = null!;

    public int Hold(Cell cell)
    {
        Cell = cell;
        return ++_row;
    }
}

/// <summary>A value of the cell, where an expression of one event would have an attribute.</summary>
internal sealed class CellEvaluator(CellHolder holder, Func<Cell, Value> read) : Evaluator
{
    public override Value Eval(int row) => read(holder.Cell);
}
