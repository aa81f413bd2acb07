using System.Text.RegularExpressions;
using NewRelic.Simulator.Nrql;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>The query of <c>entitySearch</c>: a condition like one of NRQL, but LIKE finds a part and reporting is a text.</summary>
internal static partial class EntityCondition
{
    /// <exception cref="NerdGraphError">It is none.</exception>
    public static IEnumerable<EntityRow> Of(string? query, IReadOnlyList<EntityRow> entities)
    {
        if (string.IsNullOrWhiteSpace(query) || entities.Count == 0)
        {
            return entities;
        }

        try
        {
            var source = EventSource.Of(0, entities.Select(Row));
            var condition = new ExpressionCompiler(new QueryScope([], TimeZoneInfo.Utc, NrqlRules.All, null!)).Compile(Parts(Parse(query)));
            var (account, type, chunk) = source.Chunks[0];
            condition.Bind(new ChunkContext(source.Pool, account, type, chunk));
            return [.. entities.Where((_, row) => condition.Test(row))];
        }
        catch (NrqlException refused)
        {
            throw NerdGraphError.BadInput($"Invalid entity search query: {refused.Message}");
        }
    }

    private static Node Parse(string query)
    {
        var tokens = new TokenReader(QuotedTag().Replace(query, "`tags.$1`"));
        var condition = new ExpressionParser(tokens, () => throw tokens.Unexpected()).Expression();
        return tokens.Current.Kind == TokenKind.End ? condition : throw tokens.Unexpected();
    }

    private static Node Parts(Node node) => node switch
    {
        LikeNode { IsRegex: false } like when !like.Pattern.Contains('%') => like with { Pattern = $"%{like.Pattern}%" },
        BinaryNode binary => binary with { Left = Parts(binary.Left), Right = Parts(binary.Right) },
        NotNode not => new NotNode(Parts(not.Operand)),
        _ => node,
    };

    private static DerivedRow Row(EntityRow entity) => new(0, new Dictionary<string, Value>(StringComparer.Ordinal)
    {
        ["name"] = Value.Of(entity.Name),
        ["id"] = Value.Of(entity.Guid),
        ["guid"] = Value.Of(entity.Guid),
        ["domain"] = Value.Of(entity.Domain),
        ["type"] = Value.Of(entity.Type),
        ["domainId"] = Value.Of($"{entity.ApplicationId}"),
        ["alertSeverity"] = Value.Of(entity.AlertSeverity),
        ["reporting"] = Value.Of("true"),
        ["accountId"] = Value.Of($"{entity.AccountId}"),
        ["tags.accountId"] = Value.Of($"{entity.AccountId}"),
        ["tags.account"] = Value.Of(entity.Account.Name),
    });

    [GeneratedRegex("tags\\.`([^`]+)`")]
    private static partial Regex QuotedTag();
}
