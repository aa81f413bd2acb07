namespace GateService.Callers;

/// <summary>Every fault of the issuers among the settings.</summary>
internal static class IssuerFaults
{
    public static IEnumerable<string> Of(AuthOptions options)
    {
        var issuers = options.Issuers.SelectMany((issuer, index) => OfIssuer($"Auth:Issuers:{index}", issuer));
        var people = options.OpenIdConnect is { } provider ? OfPeople("Auth:OpenIdConnect", provider) : [];
        var twice = options.Issuers.Select(issuer => issuer.Name).Append(options.OpenIdConnect?.Name ?? "").Where(name => name.Length > 0)
            .GroupBy(name => name).Where(group => group.Count() > 1).Select(group => $"Auth:Issuers and Auth:OpenIdConnect have {group.Count()} issuers named '{group.Key}'");
        return [.. issuers, .. people, .. twice];
    }

    private static IEnumerable<string> OfIssuer(string key, IssuerOptions issuer)
    {
        if (issuer.Audience.Length == 0)
        {
            yield return $"{key}:Audience is missing: expected the name that tokens for this gate carry in aud";
        }

        if (issuer is { JwksAddress: not null, MetadataAddress: not null })
        {
            yield return $"{key} has both MetadataAddress and JwksAddress: expected one of them";
        }

        if (issuer.JwksAddress is { } keys && !IsProtected(keys))
        {
            yield return $"{key}:JwksAddress is '{keys}': expected an https address (http on loopback only)";
        }

        foreach (var fault in OfAny(key, issuer, needsMetadata: issuer.JwksAddress is null))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfPeople(string key, PeopleOptions people)
    {
        foreach (var (setting, value) in new[] { ("ClientId", people.ClientId), ("ClientSecret", people.ClientSecret) })
        {
            if (value.Length == 0)
            {
                yield return $"{key}:{setting} is missing";
            }
        }

        foreach (var fault in OfAny(key, people, needsMetadata: true))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfAny(string key, TrustedIssuer issuer, bool needsMetadata)
    {
        foreach (var (setting, value) in new[] { ("Name", issuer.Name), ("Issuer", issuer.Issuer), ("NameClaim", issuer.NameClaim) })
        {
            if (value.Length == 0)
            {
                yield return $"{key}:{setting} is missing";
            }
        }

        if (needsMetadata && issuer.Issuer.Length > 0 && !(issuer.Metadata is { } metadata && IsProtected(metadata)))
        {
            yield return $"{key}: its metadata would be asked for at '{issuer.Metadata}': expected an https address (http on loopback only); set MetadataAddress where the issuer is none";
        }

        if (issuer.CaFile is { } file && !File.Exists(file))
        {
            yield return $"{key}:CaFile is '{file}', which is not there: expected a PEM file";
        }

        if (issuer.Grants.Count == 0)
        {
            yield return $"{key}:Grants is empty: nobody it vouches for would be let in";
        }

        foreach (var fault in issuer.Grants.SelectMany((grant, index) => OfGrant($"{key}:Grants:{index}", grant)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfGrant(string key, GrantOptions grant)
    {
        foreach (var (index, condition) in grant.When.Index())
        {
            if (Grants.Condition(condition) is not ({ Length: > 0 }, { Length: > 0 }))
            {
                yield return $"{key}:When:{index} is '{condition}': expected claim=pattern, such as repository=acme/checkout";
            }
        }

        (string Setting, bool IsSaid, string? Claim)[] said =
        [
            ("Team", !string.IsNullOrEmpty(grant.Team), grant.TeamClaim), ("Services", grant.Services.Count > 0, grant.ServicesClaim), ("Namespaces", grant.Namespaces.Count > 0, grant.NamespacesClaim),
        ];
        foreach (var (setting, isSaid, claim) in said)
        {
            if (isSaid == !string.IsNullOrEmpty(claim))
            {
                yield return $"{key} has {(isSaid ? "both" : "neither")} {setting} {(isSaid ? "and" : "nor")} {setting}Claim: expected one of them";
            }
        }

        if (!string.IsNullOrEmpty(grant.Team) && !TeamName.IsOne(grant.Team))
        {
            yield return $"{key}:Team is '{grant.Team}': expected {TeamName.Expected}";
        }

        if (grant.Roles.Count > 0 && !string.IsNullOrEmpty(grant.RolesClaim))
        {
            yield return $"{key} has both Roles and RolesClaim: expected one of them, or none (ask, read and label)";
        }
    }

    /// <summary>Whether nobody on the way can put other keys in.</summary>
    public static bool IsProtected(Uri address) => address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
