using GateService.History;

namespace GateService.Backtests;

/// <summary>Which kept decisions to judge anew, and by what.</summary>
/// <param name="Files">All policy files as they would be, YAML texts by file name; null takes those in force.</param>
/// <param name="Policy">A policy of these that judges every decision; null takes the one that each request would get.</param>
/// <param name="Filter">Which decisions.</param>
/// <param name="Most">The newest of them, 1 to 50,000; default 10,000.</param>
/// <param name="List">Most decisions to list, 0 to 1,000; default 100.</param>
internal sealed record BacktestRequest(IReadOnlyDictionary<string, string>? Files, string? Policy, DecisionFilter Filter, int Most, int List)
{
    public const int LargestMost = 50_000;
    public const int LargestList = 1000;
    public const int UsualMost = 10_000;
    public const int UsualList = 100;
}
