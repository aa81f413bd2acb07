namespace GateService.Core.Policies;

/// <summary>A parameter a request may fill in through <c>args</c>.</summary>
/// <param name="Name">As in <c>{name}</c>.</param>
/// <param name="Type">What the value must be.</param>
/// <param name="Default">Used when the request gives none; null makes the parameter required.</param>
public sealed record KpiParameter(string Name, KpiParameterType Type, string? Default = null);
