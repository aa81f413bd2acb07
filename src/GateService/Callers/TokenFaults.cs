namespace GateService.Callers;

/// <summary>Every fault of one token, wherever it is set up.</summary>
internal static class TokenFaults
{
    /// <param name="token">As it was read.</param>
    /// <param name="key">Its place, such as <c>Auth:Tokens:0</c>.</param>
    public static IEnumerable<string> Of(TokenOptions token, string key)
    {
        if (token.Name.Length == 0)
        {
            yield return $"{key}:Name is missing";
        }

        if (token.Team.Length == 0)
        {
            yield return $"{key}:Team is missing: every token belongs to a team";
        }
        else if (!TeamName.IsOne(token.Team))
        {
            yield return $"{key}:Team is no team's name: expected {TeamName.Expected}";
        }

        if (token.Sha256.Length != 64 || !token.Sha256.All(char.IsAsciiHexDigit))
        {
            yield return $"{key}:Sha256 has {token.Sha256.Length} characters: expected the 64 hex digits of a SHA-256";
        }

        if (token.Services.Count == 0 || token.Namespaces.Count == 0)
        {
            yield return $"{key} needs at least one pattern in Services and in Namespaces (* stands for all)";
        }
    }
}
