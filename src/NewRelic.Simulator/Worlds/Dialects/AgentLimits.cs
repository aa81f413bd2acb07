namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>What one process may send in a minute; null: as much as it likes.</summary>
/// <param name="Transactions">Transaction events.</param>
/// <param name="Errors">TransactionError events.</param>
/// <param name="Spans">Span events.</param>
internal sealed record AgentLimits(int? Transactions, int? Errors, int? Spans)
{
    public static readonly AgentLimits None = new(null, null, null);
}
