using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Calls of aggregate functions to aggregates.</summary>
internal sealed class Aggregates(ExpressionCompiler compiler)
{
    private const double DefaultPercentile = 95;

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "count", "sum", "average", "min", "max", "median", "percentile", "percentage", "filter", "apdex", "rate", "histogram", "stddev", "stdvar",
        "uniquecount", "uniques", "latest", "earliest", "cardinality", "cdfpercentage",
    };

    public static bool Has(string function) => Known.Contains(function);

    /// <summary>Whether an expression aggregates anywhere; otherwise it is of single events.</summary>
    public static bool Aggregate(Node node) => node switch
    {
        CallNode call => Has(call.Function) || call.Arguments.Any(Aggregate),
        BinaryNode binary => Aggregate(binary.Left) || Aggregate(binary.Right),
        NegateNode negate => Aggregate(negate.Operand),
        _ => false,
    };

    public Aggregate Compile(CallNode call) => Distributions.Aware(call, compiler, Plain);

    private Aggregate Plain(CallNode call) => call.Function switch
    {
        "count" or "cardinality" => new CountAggregate(call.Arguments is [] or [StarNode] ? null : Operand(call)),
        "sum" => new MomentsAggregate(Operand(call), MomentsAggregate.Sum),
        "average" => new MomentsAggregate(Operand(call), MomentsAggregate.Average),
        "min" => new MomentsAggregate(Operand(call), MomentsAggregate.Min),
        "max" => new MomentsAggregate(Operand(call), MomentsAggregate.Max),
        "stddev" => new MomentsAggregate(Operand(call), MomentsAggregate.Deviation),
        "stdvar" => new MomentsAggregate(Operand(call), MomentsAggregate.Variance),
        "median" => new PercentileAggregate(Operand(call), [50]),
        "percentile" => new PercentileAggregate(Operand(call), call.Arguments.Count > 1 ? [.. call.Arguments.Skip(1).Select(Number)] : [DefaultPercentile]),
        "percentage" => new PercentageAggregate(Filter(call), Inner(call)),
        "filter" => Filter(call),
        "apdex" => new ApdexAggregate(Operand(call), Named(call, "t", 1) ?? 0.5),
        "rate" => new RateAggregate(Inner(call), call.Arguments is [_, DurationNode unit] ? unit.Milliseconds : throw Wrong(call)),
        "histogram" => Histogram(call),
        "uniquecount" => new DistinctAggregate([.. call.Arguments.Select(compiler.Compile)], null),
        "uniques" => new DistinctAggregate([Operand(call)], call.Arguments.Count > 1 ? (int)Math.Min(Number(call.Arguments[1]), 10_000) : 1_000),
        "latest" => new EdgeAggregate(Operand(call), latest: true),
        "earliest" => new EdgeAggregate(Operand(call), latest: false),
        _ => throw new NrqlException($"Unknown function {call.Function}()"),
    };

    private HistogramAggregate Histogram(CallNode call)
    {
        var (width, buckets) = (Named(call, "width", 1) ?? 10, (int)(Named(call, "buckets", 2) ?? 40));
        return buckets is >= 1 and <= 500 && width > 0 ? new HistogramAggregate(Operand(call), width, buckets, Named(call, "start", 3) ?? 0) : throw Wrong(call);
    }

    private FilterAggregate Filter(CallNode call) => new(Inner(call), compiler.Compile(call.Where ?? throw Wrong(call)));

    private Aggregate Inner(CallNode call) => call.Arguments is [CallNode inner, ..] && Has(inner.Function) ? Compile(inner) : throw Wrong(call);

    private Evaluator Operand(CallNode call) => call.Arguments is [not StarNode and { } first, ..] ? compiler.Compile(first) : throw Wrong(call);

    private static double? Named(CallNode call, string name, int index) => call.Named.TryGetValue(name, out var node) ? Number(node) : call.Arguments.Count > index ? Number(call.Arguments[index]) : null;

    private static double Number(Node node) => node switch
    {
        LiteralNode { Value: { Kind: ValueKind.Number } value } => value.Number,
        NegateNode { Operand: LiteralNode { Value: { Kind: ValueKind.Number } value } } => -value.Number,
        _ => throw new NrqlException("NRQL Syntax Error: a number was expected"),
    };

    private static NrqlException Wrong(CallNode call) => new($"NRQL Syntax Error: wrong arguments for function {call.Function}()");
}
