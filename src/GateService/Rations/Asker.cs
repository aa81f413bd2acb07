namespace GateService.Rations;

/// <summary>Who wants some of an account's minute.</summary>
/// <param name="Team">Empty where nobody has one.</param>
/// <param name="Priority">For what.</param>
internal sealed record Asker(string Team, QueryPriority Priority);
