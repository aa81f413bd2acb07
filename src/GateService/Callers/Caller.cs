using System.IO.Enumeration;
using GateService.Wire;

namespace GateService.Callers;

/// <summary>Who asks: a token by name, its team, and what it may ask about.</summary>
/// <param name="Name">Name of the token, never the token.</param>
/// <param name="Team">Team of the token; null where authentication is off.</param>
/// <param name="Services">Patterns with * for the services it may ask about.</param>
/// <param name="Namespaces">Patterns with * for the namespaces.</param>
internal sealed record Caller(string Name, string? Team, IReadOnlyList<string> Services, IReadOnlyList<string> Namespaces)
{
    /// <summary>Authentication is off: anyone on this machine.</summary>
    public static Caller Anyone { get; } = new("none", null, ["*"], ["*"]);

    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? Anyone;

    /// <summary>Why this caller may not ask, or null when it may.</summary>
    public string? Refuses(string service, string? @namespace, string? team) => RefusedField(service, @namespace, team) is var (field, fault) ? $"{field} {fault}" : null;

    /// <summary>The field for which this caller may not ask, and why; null when it may.</summary>
    public (string Field, string Fault)? RefusedField(string service, string? @namespace, string? team) =>
        !Services.Any(pattern => Matches(pattern, service)) ? ("service", $"'{Shown.Short(service)}': token '{Name}' may not ask about it, expected {string.Join(", ", Services)}")
        : !Namespaces.Any(pattern => Matches(pattern, @namespace ?? "")) ? ("namespace", $"'{Shown.Short(@namespace)}': token '{Name}' may not ask about it, expected {string.Join(", ", Namespaces)}")
        : Team is not null && team is not null && !Team.Equals(team, StringComparison.OrdinalIgnoreCase) ? ("team", $"'{Shown.Short(team)}': token '{Name}' belongs to another, expected {Team} or none")
        : null;

    /// <summary>A star alone also stands for a value that was not given.</summary>
    private static bool Matches(string pattern, string value) => pattern == "*" || FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
