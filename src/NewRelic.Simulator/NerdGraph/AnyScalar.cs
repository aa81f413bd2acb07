using GraphQL.Types;
using GraphQLParser.AST;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>A scalar that is any JSON, a map most of the time.</summary>
internal sealed class AnyScalar : ScalarGraphType
{
    public AnyScalar(string name) => Name = name;

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLObjectValue map => (map.Fields ?? []).ToDictionary(field => field.Name.StringValue, field => ParseLiteral(field.Value)),
        GraphQLListValue list => (list.Values ?? []).Select(ParseLiteral).ToList(),
        GraphQLBooleanValue flag => flag.BoolValue,
        GraphQLIntValue number => long.Parse(number.Value.Span, System.Globalization.CultureInfo.InvariantCulture),
        GraphQLFloatValue number => double.Parse(number.Value.Span, System.Globalization.CultureInfo.InvariantCulture),
        GraphQLStringValue text => text.Value.ToString(),
        _ => null,
    };

    public override object? ParseValue(object? value) => value;

    public override object? Serialize(object? value) => value;
}
