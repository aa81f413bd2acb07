namespace GateService.Backtests;

/// <summary>What to judge anew, and by what; every field may be left out.</summary>
/// <param name="Files">All policy files as they would be, YAML texts by file name; without them those in force.</param>
/// <param name="Policy">A policy of these that judges every decision; without it the one that each request would get.</param>
/// <param name="Team">Decisions of this team alone.</param>
/// <param name="Service">Decisions of this service alone.</param>
/// <param name="Namespace">Decisions of this namespace alone.</param>
/// <param name="Rollout">Decisions of this rollout alone.</param>
/// <param name="From">Not before this moment.</param>
/// <param name="To">Before this moment.</param>
/// <param name="Most">The newest of them, 1 to 50,000; 10,000 where nobody says.</param>
/// <param name="List">Most decisions to list, 0 to 1,000; 100 where nobody says.</param>
internal sealed record BacktestQuestion(
    Dictionary<string, string>? Files, string? Policy, string? Team, string? Service, string? Namespace, string? Rollout, DateTimeOffset? From, DateTimeOffset? To, int? Most, int? List);
