using System.Collections.Frozen;
using System.IO.Enumeration;
using System.Security.Claims;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.Callers;

/// <summary>Who asks: a token by name, its team, what it may ask about, and what it may do. The one place where that is decided.</summary>
/// <param name="Name">Name of the token, or of whom an issuer vouches for; never the token.</param>
/// <param name="Team">Team of the token; null where authentication is off.</param>
/// <param name="Services">Patterns with * for the services it may ask about.</param>
/// <param name="Namespaces">Patterns with * for the namespaces.</param>
/// <param name="Roles">What it may do.</param>
internal sealed record Caller(string Name, string? Team, IReadOnlyList<string> Services, IReadOnlyList<string> Namespaces, IReadOnlySet<Role> Roles)
{
    /// <summary>What a token may do that says nothing of roles: all that its team needs from day to day, and nothing of the gate's own.</summary>
    public static IReadOnlySet<Role> UsualRoles { get; } = new[] { Role.Ask, Role.Read, Role.Label }.ToFrozenSet();

    /// <summary>Authentication is off: anyone on this machine.</summary>
    public static Caller Anyone { get; } = new("none", null, ["*"], ["*"], Enum.GetValues<Role>().ToFrozenSet());

    /// <summary>By which its team's shares are told apart from others': in one spelling, as <see cref="IsOwn"/> takes all of them for one team. Empty where authentication is off; never shown.</summary>
    public string TeamKey => TeamName.Key(Team ?? "");

    /// <summary>Who was let in.</summary>
    /// <exception cref="InvalidOperationException">Nobody was: the endpoint is open to all, and must not ask.</exception>
    public static Caller Of(HttpContext http) => Find(http.User) ?? throw new InvalidOperationException($"nobody was asked for a token at {http.Request.Path}");

    /// <summary>Who was let in; null where nobody was.</summary>
    public static Caller? Find(ClaimsPrincipal user) => user.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;

    public bool May(Role role) => Roles.Contains(role) || (role == Role.Read && Roles.Contains(Role.ReadAll));

    /// <summary>Why it may not do this, in words.</summary>
    public string Lacks(Role role) => $"'{Name}' has no role {EnumNames.Of(role)}, only {string.Join(", ", Roles.Order().Select(EnumNames.Of))}";

    /// <summary>The field for which this caller may not ask, and why; null when it may.</summary>
    public (string Field, string Fault)? RefusedField(string service, string? @namespace, string? team) =>
        !Services.Any(pattern => Matches(pattern, service)) ? ("service", $"'{Shown.Short(service)}': token '{Name}' may not ask about it, expected {string.Join(", ", Services)}")
        : !Namespaces.Any(pattern => Matches(pattern, @namespace ?? "")) ? ("namespace", $"'{Shown.Short(@namespace)}': token '{Name}' may not ask about it, expected {string.Join(", ", Namespaces)}")
        : team is not null && !IsOwn(team) ? ("team", $"'{Shown.Short(team)}': token '{Name}' belongs to another, expected {Team} or none")
        : null;

    /// <summary>Whether it may see what was decided or told about a service.</summary>
    /// <param name="team">Whose it is; empty where the request named none.</param>
    public bool MayRead(string service, string @namespace, string team) =>
        Services.Any(pattern => Matches(pattern, service)) && Namespaces.Any(pattern => Matches(pattern, @namespace)) && (team.Length == 0 || IsOwn(team) || Roles.Contains(Role.ReadAll));

    private bool IsOwn(string team) => Team is null || Team.Equals(team, StringComparison.OrdinalIgnoreCase);

    /// <summary>A star alone also stands for a value that was not given.</summary>
    private static bool Matches(string pattern, string value) => pattern == "*" || FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
