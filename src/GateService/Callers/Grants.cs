using System.Collections.Frozen;
using System.IO.Enumeration;
using GateService.Core.Words;

namespace GateService.Callers;

/// <summary>From what an issuer says of somebody to a caller.</summary>
internal static class Grants
{
    private const int LongestName = 200;

    /// <summary>The caller by the first grant that takes these claims; null where none does.</summary>
    public static Caller? Of(TrustedIssuer issuer, ILookup<string, string> claims)
    {
        var name = OneLine.Of($"{issuer.Name}:{claims[issuer.NameClaim].FirstOrDefault() ?? "unnamed"}", LongestName);
        return issuer.Grants.Where(grant => grant.When.TrueForAll(condition => Holds(condition, claims))).Select(grant => Of(grant, name, claims)).FirstOrDefault(caller => caller is not null);
    }

    /// <summary>Every claim that is looked at.</summary>
    public static IReadOnlySet<string> Claims(TrustedIssuer issuer) =>
        issuer.Grants.SelectMany(grant => grant.When.Select(condition => Condition(condition).Claim).Concat(new[] { grant.TeamClaim, grant.ServicesClaim, grant.NamespacesClaim, grant.RolesClaim }.OfType<string>()))
            .Append(issuer.NameClaim).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Claim and pattern of a condition; the pattern is null where there is none.</summary>
    public static (string Claim, string? Pattern) Condition(string condition) => condition.Split('=', 2) switch
    {
        [var claim, var pattern] => (claim.Trim(), pattern.Trim()),
        _ => (condition.Trim(), null),
    };

    private static Caller? Of(GrantOptions grant, string name, ILookup<string, string> claims)
    {
        // Who is of several teams would be of whichever the issuer happens to name first.
        var team = grant.Team ?? (Values(grant.TeamClaim).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).ToList() is [var only] && TeamName.IsOne(only) ? only : null);
        var (services, namespaces) = (Either(grant.Services, grant.ServicesClaim), Either(grant.Namespaces, grant.NamespacesClaim));
        var roles = grant.RolesClaim is null ? grant.Roles.Count == 0 ? Caller.UsualRoles : grant.Roles.ToFrozenSet()
            : Values(grant.RolesClaim).Select(EnumNames.Read<Role>).OfType<Role>().ToFrozenSet();
        return team is null || services.Count == 0 || namespaces.Count == 0 || roles.Count == 0 ? null : new Caller(name, team, services, namespaces, roles);

        IEnumerable<string> Values(string? claim) => claim is null ? [] : claims[claim];

        IReadOnlyList<string> Either(List<string> said, string? claim) => said.Count > 0 ? said : [.. Values(claim).Where(value => value.Length > 0)];
    }

    private static bool Holds(string condition, ILookup<string, string> claims) => Condition(condition) is var (claim, pattern)
        && claims[claim].Any(value => pattern is not null && FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false));
}
