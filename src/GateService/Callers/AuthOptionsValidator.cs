using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.Callers;

/// <summary>Every fault of the token settings at once; a gate that nobody may ask does not start.</summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        string?[] looked = [DurationRange.Fault("Auth:SessionLifetime", options.SessionLifetime, DurationRange.Tick, DurationRange.Year)];
        List<string> faults = [.. looked.OfType<string>(), .. options.Disabled ? [] : Tokens(options)];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static List<string> Tokens(AuthOptions options)
    {
        var faults = options.Tokens.SelectMany(Faults).ToList();
        if (options.Tokens.Count == 0)
        {
            faults.Add("Auth:Tokens is empty: nobody could ask. Add a token (docs/operations.md shows how), or set Auth:Disabled=true on a loopback address");
        }

        foreach (var twice in options.Tokens.GroupBy(token => token.Name).Where(group => group.Count() > 1))
        {
            faults.Add($"Auth:Tokens has {twice.Count()} tokens named '{twice.Key}'");
        }

        return faults;
    }

    private static IEnumerable<string> Faults(TokenOptions token, int index)
    {
        if (token.Name.Length == 0)
        {
            yield return $"Auth:Tokens:{index}:Name is missing";
        }

        if (token.Team.Length == 0)
        {
            yield return $"Auth:Tokens:{index}:Team is missing: every token belongs to a team";
        }

        if (token.Sha256.Length != 64 || !token.Sha256.All(char.IsAsciiHexDigit))
        {
            yield return $"Auth:Tokens:{index}:Sha256 has {token.Sha256.Length} characters: expected the 64 hex digits of a SHA-256";
        }

        if (token.Services.Count == 0 || token.Namespaces.Count == 0)
        {
            yield return $"Auth:Tokens:{index} needs at least one pattern in Services and in Namespaces (* stands for all)";
        }
    }
}
