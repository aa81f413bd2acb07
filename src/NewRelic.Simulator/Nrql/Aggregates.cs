using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Calls of aggregate functions to aggregates.</summary>
internal sealed class Aggregates(ExpressionCompiler compiler)
{
    private const double DefaultPercentile = 95;
    private const double Minute = 60_000;
    private const int MostThresholds = 10;
    private const int MostUniques = 10_000;

    private static readonly Dictionary<string, (int Fewest, int Most, string[] Named)> Known = new(StringComparer.Ordinal)
    {
        ["count"] = (0, 1, []),
        ["sum"] = (1, 1, []),
        ["average"] = (1, 1, []),
        ["min"] = (1, 1, []),
        ["max"] = (1, 1, []),
        ["stddev"] = (1, 1, []),
        ["stdvar"] = (1, 1, []),
        ["median"] = (1, 1, []),
        ["percentile"] = (1, int.MaxValue, []),
        ["percentage"] = (1, int.MaxValue, []),
        ["filter"] = (1, 1, []),
        ["apdex"] = (1, 2, ["t"]),
        ["rate"] = (1, 2, []),
        ["histogram"] = (1, 4, ["width", "buckets", "start"]),
        ["uniquecount"] = (1, int.MaxValue, ["precision"]),
        ["uniques"] = (1, 2, []),
        ["latest"] = (1, 1, []),
        ["earliest"] = (1, 1, []),
        ["cardinality"] = (0, 1, ["include", "exclude"]),
        ["derivative"] = (1, 2, []),
        ["predictlinear"] = (1, 2, []),
        ["latestrate"] = (2, 2, []),
        ["funnel"] = (1, 1, []),
        ["bucketpercentile"] = (1, int.MaxValue, []),
        ["bytecountestimate"] = (0, 0, []),
        ["cdfpercentage"] = (2, MostThresholds + 1, []),
        ["aggregationendtime"] = (0, 0, []),
    };

    private NrqlRules Rules => compiler.Scope.Rules;

    public static bool Has(string function) => Known.ContainsKey(function);

    /// <summary>Whether an expression aggregates anywhere; otherwise it is of single events.</summary>
    public static bool Aggregate(Node node) => node.All().Any(part => part is CallNode call && Has(call.Function));

    public Aggregate Compile(CallNode call)
    {
        var (fewest, most, named) = Known[call.Function];
        var conditions = call.Function switch
        {
            "percentage" or "filter" => 1,
            "funnel" => int.MaxValue,
            _ => 0,
        };
        Arguments.Check(call, fewest, most, named, Rules, conditions);
        return Distributions.Aware(call, compiler, Make);
    }

    private Aggregate Make(CallNode call) => call.Function switch
    {
        "count" => new CountAggregate(call.Arguments is [] or [StarNode] ? null : Operand(call)),
        "sum" => new MomentsAggregate(Operand(call), MomentsAggregate.Sum),
        "average" => new MomentsAggregate(Operand(call), MomentsAggregate.Average),
        "min" => new MomentsAggregate(Operand(call), MomentsAggregate.Min),
        "max" => new MomentsAggregate(Operand(call), MomentsAggregate.Max),
        "stddev" => new MomentsAggregate(Operand(call), MomentsAggregate.Deviation),
        "stdvar" => new MomentsAggregate(Operand(call), MomentsAggregate.Variance),
        "median" => new PercentileAggregate(Operand(call), [50]),
        "percentile" => new PercentileAggregate(Operand(call), call.Arguments.Count > 1 ? [.. call.Arguments.Skip(1).Select(Percentile)] : [DefaultPercentile]),
        "percentage" => new PercentageAggregate(Filter(call), Inner(call)),
        "filter" => Filter(call),
        "apdex" => new ApdexAggregate(Operand(call), Arguments.Number(call, "t", 1) ?? 0.5),
        "rate" => new RateAggregate(Inner(call), Unit(call, Minute)),
        "histogram" => Histogram(call),
        "uniquecount" => UniqueCount(call),
        "uniques" => new DistinctAggregate([Operand(call)], UniquesLimit(call)),
        "latest" => new EdgeAggregate(Operand(call), latest: true),
        "earliest" => new EdgeAggregate(Operand(call), latest: false),
        "cardinality" => Cardinality(call),
        "derivative" => new DerivativeAggregate(Operand(call), Unit(call, Minute)),
        "predictlinear" => new PredictAggregate(Operand(call), Unit(call, Minute)),
        "latestrate" => new LatestRateAggregate(Operand(call), Unit(call, Minute)),
        "funnel" => Funnel(call),
        "bucketpercentile" => new BucketPercentileAggregate(Operand(call), compiler.Compile(new AttributeNode("le", 0)), call.Arguments.Count > 1 ? [.. call.Arguments.Skip(1).Select(Percentile)] : [DefaultPercentile]),
        "bytecountestimate" => new MomentsAggregate(new FunctionEvaluator(values => Value.Of(values[0].ToString().Length), new DimensionsEvaluator(null, [])), MomentsAggregate.Sum),
        _ => new EndTimeAggregate(),
    };

    private double Percentile(Node node)
    {
        var percentile = Arguments.Number(node);
        Rules.Require(NrqlRule.PercentileRange, percentile is >= 0 and <= 100, $"NRQL Syntax Error: a percentile must be between 0 and 100, not {Value.Of(percentile)}");
        return percentile;
    }

    /// <summary>The width is that of the whole range.</summary>
    private HistogramAggregate Histogram(CallNode call)
    {
        var (width, buckets) = (Arguments.Number(call, "width", 1) ?? 10, Arguments.Number(call, "buckets", 2) ?? 40);
        Rules.Require(NrqlRule.HistogramBuckets, buckets is >= 1 and <= 500, $"NRQL Syntax Error: histogram() takes between 1 and 500 buckets, not {Value.Of(buckets)}");
        return width > 0 && buckets is >= 1 and <= 100_000
            ? new HistogramAggregate(Operand(call), width / Math.Floor(buckets), (int)buckets, Arguments.Number(call, "start", 3) ?? 0)
            : throw Arguments.Wrong(call);
    }

    private DistinctAggregate UniqueCount(CallNode call)
    {
        Rules.Require(NrqlRule.UniqueCountAttributes, call.Arguments.Count <= 32, $"NRQL Syntax Error: uniqueCount() takes up to 32 attributes, not {call.Arguments.Count}");
        var precision = call.Named.TryGetValue("precision", out var node) ? Arguments.Number(node) : 256;
        Rules.Require(NrqlRule.UniqueCountPrecision, precision is >= 256 and <= 50_000, $"NRQL Syntax Error: the precision of uniqueCount() must be between 256 and 50000, not {Value.Of(precision)}");
        return new DistinctAggregate([.. call.Arguments.Select(compiler.Compile)], null);
    }

    private int UniquesLimit(CallNode call)
    {
        var limit = call.Arguments.Count > 1 ? Arguments.Number(call.Arguments[1]) : 1_000;
        Rules.Require(NrqlRule.UniquesLimit, limit <= MostUniques, $"NRQL Syntax Error: the maximum limit of uniques() is {MostUniques}, not {Value.Of(limit)}");
        return limit >= 1 ? (int)Math.Min(limit, MostUniques) : throw Arguments.Wrong(call);
    }

    private Aggregate Cardinality(CallNode call)
    {
        var distinct = new DistinctAggregate([CallCompiler.Dimensions(call, Rules, most: 1)], null);
        return call.Arguments is [AttributeNode metric] ? new FilterAggregate(distinct, new IsEvaluator(compiler.Compile(metric), "NULL", negated: true)) : distinct;
    }

    private FunnelAggregate Funnel(CallNode call)
    {
        Rules.Require(NrqlRule.FunnelSteps, call.Conditions.Count is >= 2 and <= 10, $"NRQL Syntax Error: funnel() takes between 2 and 10 steps, not {call.Conditions.Count}");
        return new FunnelAggregate(Operand(call), [.. call.Conditions.Select(step => compiler.Compile(step.Condition))]);
    }

    private FilterAggregate Filter(CallNode call) => new(Inner(call), compiler.Compile(call.Where ?? throw Arguments.Wrong(call)));

    /// <summary>An aggregate, or arithmetic over several.</summary>
    private Aggregate Inner(CallNode call) => call.Arguments[0] switch
    {
        CallNode inner when Has(inner.Function) => Compile(inner),
        var node when Aggregate(node) => new CompositeAggregate(new SelectCompiler(compiler, null), node),
        _ => throw Arguments.Wrong(call),
    };

    private Evaluator Operand(CallNode call) => call.Arguments is [not (StarNode or DurationNode or RegexNode) and { } first, ..] ? compiler.Compile(first) : throw Arguments.Wrong(call);

    private static double Unit(CallNode call, double otherwise) => call.Arguments switch
    {
        [_] => otherwise,
        [_, DurationNode unit] => unit.Milliseconds,
        _ => throw Arguments.Wrong(call),
    };
}
