using GraphQL.Types;
using GraphQLParser.AST;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>A scalar whose value goes out as it is; in it takes a string or an integer, as NerdGraph's named scalars do.</summary>
internal sealed class NerdGraphScalar : ScalarGraphType
{
    private readonly ScalarGraphType _input;

    private NerdGraphScalar(string name, ScalarGraphType input)
    {
        Name = name;
        _input = input;
    }

    public static IEnumerable<NerdGraphScalar> All() =>
    [
        new("DateTime", new StringGraphType()),
        new("EntityGuid", new StringGraphType()),
        new("EpochMilliseconds", new LongGraphType()),
        new("NrdbRawResults", new StringGraphType()),
        new("NrdbResult", new StringGraphType()),
        new("Nrql", new StringGraphType()),
        new("Seconds", new IntGraphType()),
    ];

    public override object? ParseLiteral(GraphQLValue value) => _input.ParseLiteral(value);

    public override object? ParseValue(object? value) => _input.ParseValue(value);

    public override object? Serialize(object? value) => value;
}
