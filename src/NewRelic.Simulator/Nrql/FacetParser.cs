namespace NewRelic.Simulator.Nrql;

/// <summary>What stands behind FACET: attributes and CASES, and ORDER BY when it follows at once.</summary>
internal sealed class FacetParser(TokenReader tokens, ExpressionParser expressions)
{
    public FacetClause Read()
    {
        var items = tokens.List(Item);
        if (!tokens.TryWord("ORDER"))
        {
            return new FacetClause(items, null, null);
        }

        tokens.Word("BY");
        var by = expressions.Expression();
        return new FacetClause(items, by, tokens.IsWord("ASC") || tokens.IsWord("DESC") ? tokens.Take().Text.ToUpperInvariant() : null);
    }

    private ItemNode Item() => tokens.IsWord("CASES") && tokens.PeeksSymbol("(") ? new ItemNode(Cases(), tokens.Alias()) : expressions.Item();

    private CasesNode Cases()
    {
        tokens.Take();
        tokens.Symbol("(");
        var cases = tokens.List(expressions.Case);
        tokens.Symbol(")");
        return new CasesNode(cases, tokens.TryWord("OR") ? expressions.Expression() : null);
    }
}
