namespace GateService.Rations;

/// <summary>What a team asked for in a minute.</summary>
/// <param name="Minute">Since 1970.</param>
/// <param name="Team">Empty where nobody has one.</param>
/// <param name="Queries">How much.</param>
internal sealed record TeamMinute(long Minute, string Team, TeamQueries Queries);
