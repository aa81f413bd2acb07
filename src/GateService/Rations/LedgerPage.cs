namespace GateService.Rations;

/// <summary>What the ledger says of an account.</summary>
/// <param name="Minute">This one, and the one before.</param>
/// <param name="Teams">What each team asked for in it and in those before, of all replicas.</param>
internal sealed record LedgerPage(MinuteOfAccount Minute, IReadOnlyList<TeamMinute> Teams);
