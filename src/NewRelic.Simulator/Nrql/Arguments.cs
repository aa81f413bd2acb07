using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Whether a function is called with what it takes.</summary>
internal static class Arguments
{
    /// <exception cref="NrqlException">Too few; too many, or of unknown names, while the rule is in force.</exception>
    public static void Check(CallNode call, int fewest, int most, IReadOnlyCollection<string> named, NrqlRules rules, int conditions = 0)
    {
        if (call.Arguments.Count < fewest)
        {
            throw Wrong(call);
        }

        rules.Require(
            NrqlRule.SurplusArguments,
            call.Arguments.Count <= most && call.Conditions.Count <= conditions,
            $"NRQL Syntax Error: wrong arguments for function {call.Function}(): {(call.Conditions.Count > conditions ? "no WHERE is" : $"at most {most} are")} expected");
        var unknown = call.Named.Keys.FirstOrDefault(name => !named.Contains(name, StringComparer.OrdinalIgnoreCase));
        rules.Require(NrqlRule.UnknownArguments, unknown is null, $"NRQL Syntax Error: wrong arguments for function {call.Function}(): unknown argument '{unknown}'");
    }

    /// <summary>A number that stands in the query, by name or else by place.</summary>
    public static double? Number(CallNode call, string name, int index) => call.Named.TryGetValue(name, out var node) ? Number(node) : call.Arguments.Count > index ? Number(call.Arguments[index]) : null;

    public static double Number(Node node) => node switch
    {
        LiteralNode { Value: { Kind: ValueKind.Number } value } => value.Number,
        NegateNode { Operand: LiteralNode { Value: { Kind: ValueKind.Number } value } } => -value.Number,
        _ => throw new NrqlException("NRQL Syntax Error: a number was expected"),
    };

    public static NrqlException Wrong(CallNode call) => new($"NRQL Syntax Error: wrong arguments for function {call.Function}()");
}
