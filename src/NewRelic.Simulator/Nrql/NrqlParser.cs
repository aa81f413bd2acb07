using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Nrql;

/// <summary>NRQL text to a query that New Relic would run.</summary>
public static class NrqlParser
{
    /// <summary>Longest query New Relic takes.</summary>
    public const int MaxBytes = 4_096;

    /// <exception cref="NrqlException">The query is none, in New Relic's words.</exception>
    public static NrqlQuery Parse(string nrql) => Parse(nrql, NrqlRules.All);

    internal static NrqlQuery Parse(string nrql, NrqlRules rules)
    {
        if (string.IsNullOrWhiteSpace(nrql))
        {
            throw new NrqlException("Validation error on 'nrql': a query must be specified");
        }

        var bytes = System.Text.Encoding.UTF8.GetByteCount(nrql);
        rules.Require(NrqlRule.QueryLength, bytes < MaxBytes, $"NRQL Syntax Error: the query is {bytes} bytes long, the limit is 4 KB");
        var query = new QueryParser(new TokenReader(nrql), rules).Whole();
        QueryRules.Check(query, rules);
        return query;
    }

    /// <summary>Every string literal of a query, unescaped and in order: tests find a hostile value again as one of them.</summary>
    /// <exception cref="NrqlException">The query is none.</exception>
    public static IReadOnlyList<string> StringLiterals(string nrql)
    {
        Parse(nrql);
        return [.. NrqlLexer.Read(nrql).Where(token => token.Kind == TokenKind.Text).Select(token => token.Text)];
    }
}
