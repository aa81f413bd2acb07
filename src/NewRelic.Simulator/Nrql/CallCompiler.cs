using System.Text.Json.Nodes;
using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Calls of functions of one event.</summary>
internal sealed class CallCompiler(ExpressionCompiler expressions)
{
    private const int MostCaptureGroups = 16;

    private NrqlRules Rules => expressions.Scope.Rules;

    public Evaluator Compile(CallNode call)
    {
        if (Aggregates.Has(call.Function))
        {
            throw new NrqlException($"NRQL Syntax Error: aggregate function {call.Function}() cannot be used here");
        }

        return call.Function switch
        {
            "eventtype" => OfChunk(call, context => Value.Of(context.EventType)),
            "accountid" => OfChunk(call, context => Value.Of(context.Account)),
            "capture" => Capture(call),
            "aparse" => AnchorParse(call),
            "dimensions" => Dimensions(call, Rules),
            "getfield" => Field(call),
            "if" => If(call),
            "keyset" => throw new NrqlException("NRQL Syntax Error: keyset() takes no arguments and is selected alone"),
            _ when DateFunctions.Has(call.Function) => Date(call),
            _ => Scalar(call),
        };
    }

    public static DimensionsEvaluator Dimensions(CallNode call, NrqlRules rules, int most = 0)
    {
        Arguments.Check(call, 0, most, ["include", "exclude"], rules);
        IReadOnlyList<string>? Names(string argument) => call.Named.TryGetValue(argument, out var node) ? node is NamesNode names ? names.Names : throw Arguments.Wrong(call) : null;
        return new DimensionsEvaluator(Names("include"), Names("exclude") ?? []);
    }

    /// <summary>Its second argument may be a bare name: <c>getField(mySummary, count)</c>.</summary>
    public static CallNode Named(CallNode call) =>
        call.Arguments is [var source, AttributeNode name] ? CallNode.Of("getfield", source, new LiteralNode(Value.Of(name.Name))) : call;

    private FunctionEvaluator Field(CallNode call)
    {
        Arguments.Check(call, 2, 2, [], Rules);
        return Scalar(Named(call));
    }

    private FunctionEvaluator Scalar(CallNode call)
    {
        var (apply, arguments) = Scalars.Get(call, Rules);
        return new FunctionEvaluator(apply, [.. arguments.Select(expressions.Compile)]);
    }

    private IfEvaluator If(CallNode call)
    {
        var (_, arguments) = Scalars.Get(call, Rules);
        var operands = arguments.Select(expressions.Compile).ToList();
        return new IfEvaluator(operands[0], operands[1], operands.Count > 2 ? operands[2] : new ConstantEvaluator(Value.Absent));
    }

    private FunctionEvaluator Date(CallNode call)
    {
        var apply = DateFunctions.Get(call, expressions.Scope);
        return new FunctionEvaluator(values => apply(values[0]), expressions.Compile(call.Arguments[0]));
    }

    private ChunkEvaluator OfChunk(CallNode call, Func<ChunkContext, Value> read)
    {
        Arguments.Check(call, 0, 0, [], Rules);
        return new ChunkEvaluator(read);
    }

    /// <summary>One group is a text, several are a list of texts.</summary>
    private FunctionEvaluator Capture(CallNode call)
    {
        Arguments.Check(call, 2, 2, [], Rules);
        var pattern = call.Arguments[1] switch
        {
            RegexNode regex => regex.Pattern,
            LiteralNode { Value: { Kind: ValueKind.Text } text } => text.Text!,
            _ => throw Arguments.Wrong(call),
        };
        var compiled = Patterns.Regex($"^(?:{pattern})\\z");
        var groups = compiled.GetGroupNumbers().Length - 1;
        Rules.Require(NrqlRule.CaptureGroups, groups <= MostCaptureGroups, $"NRQL Syntax Error: a capture statement can have up to {MostCaptureGroups} capture groups, this one has {groups}");
        return new FunctionEvaluator(values => values[0].Kind == ValueKind.Text && compiled.Match(values[0].Text!) is { Success: true } match ? Texts([.. match.Groups.Values.Skip(1).Select(group => group.Success ? group.Value : null)]) : Value.Absent, expressions.Compile(call.Arguments[0]));
    }

    private FunctionEvaluator AnchorParse(CallNode call)
    {
        Arguments.Check(call, 2, 2, [], Rules);
        var pattern = call.Arguments[1] is LiteralNode { Value: { Kind: ValueKind.Text } text } ? AnchorPattern.Compile(text.Text!) : throw Arguments.Wrong(call);
        return new FunctionEvaluator(values => values[0].Kind == ValueKind.Text && pattern(values[0].Text!) is { } parts ? Texts(parts) : Value.Absent, expressions.Compile(call.Arguments[0]));
    }

    private static Value Texts(IReadOnlyList<string?> texts) => texts switch
    {
        [] => Value.Absent,
        [var only] => Value.Of(only),
        _ => Value.Of(new JsonArray([.. texts.Select(text => (JsonNode?)text)])),
    };
}
