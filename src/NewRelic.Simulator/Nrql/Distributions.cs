using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Which aggregates look into distributions: those of one operand that counts, adds, orders or spreads.</summary>
internal static class Distributions
{
    /// <param name="call">The aggregate's call.</param>
    /// <param name="compiler">For its operand.</param>
    /// <param name="plain">The same aggregate over numbers; of a distribution it would see nothing.</param>
    public static Aggregate Aware(CallNode call, ExpressionCompiler compiler, Func<CallNode, Aggregate> plain)
    {
        if (call.Arguments is not [not StarNode and { } first, ..])
        {
            return call.Function == "cdfpercentage" ? throw Wrong(call) : plain(call);
        }

        return call.Function switch
        {
            "count" => new ObservationAggregate(compiler.Compile(first), plain(call), seen => seen.Count, countsAnything: true),
            "sum" => new ObservationAggregate(compiler.Compile(first), plain(call), MomentsAggregate.Sum),
            "average" => new ObservationAggregate(compiler.Compile(first), plain(call), MomentsAggregate.Average),
            "min" => new ObservationAggregate(compiler.Compile(first), plain(call), MomentsAggregate.Min),
            "max" => new ObservationAggregate(compiler.Compile(first), plain(call), MomentsAggregate.Max),
            "median" => SpreadAggregate.Percentiles(compiler.Compile(first), plain(call), [50]),
            "percentile" => SpreadAggregate.Percentiles(compiler.Compile(first), plain(call), call.Arguments.Count > 1 ? Thresholds(call) : [95]),
            "cdfpercentage" => SpreadAggregate.Shares(compiler.Compile(first), call.Arguments.Count > 1 ? Thresholds(call) : throw Wrong(call)),
            "histogram" => new SpreadHistogramAggregate(compiler.Compile(first), plain(call)),
            _ => plain(call),
        };
    }

    private static List<double> Thresholds(CallNode call) => [.. call.Arguments.Skip(1).Select(node => node switch
    {
        LiteralNode { Value: { Kind: ValueKind.Number } value } => value.Number,
        NegateNode { Operand: LiteralNode { Value: { Kind: ValueKind.Number } value } } => -value.Number,
        _ => throw Wrong(call),
    }).Distinct()];

    private static NrqlException Wrong(CallNode call) => new($"NRQL Syntax Error: wrong arguments for function {call.Function}()");
}
