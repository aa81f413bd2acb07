using GraphQL.Transport;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>What is read off a GraphQL request besides running it.</summary>
internal static class Documents
{
    public static IReadOnlyList<string> VariableNames(this GraphQLRequest request) => request.Variables is { } variables ? [.. variables.Keys] : [];

    /// <summary>Everything a fault can match on: the document and the text values of its variables.</summary>
    public static string Text(this GraphQLRequest request) =>
        string.Join('\n', [request.Query ?? "", .. request.Variables is { } variables ? variables.Values.OfType<string>() : []]);
}
