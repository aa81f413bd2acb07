using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.Callers;

/// <summary>Every fault of the token settings at once; a gate that nobody may ask does not start.</summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        string?[] looked =
        [
            DurationRange.Fault("Auth:SessionLifetime", options.SessionLifetime, DurationRange.Tick, DurationRange.Year),
            DurationRange.Fault("Auth:TokensReloadInterval", options.TokensReloadInterval, TimeSpan.Zero, DurationRange.Day, "never again"),
            options.SignInAttempts is >= 1 and <= 10_000 ? null : $"Auth:SignInAttempts is {options.SignInAttempts}: expected 1 to 10000",
        ];
        List<string> faults = [.. looked.OfType<string>(), .. options.Disabled ? [] : Tokens(options).Concat(IssuerFaults.Of(options))];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static List<string> Tokens(AuthOptions options)
    {
        var faults = options.Tokens.SelectMany((token, index) => TokenFaults.Of(token, $"Auth:Tokens:{index}")).ToList();
        if (options is { Tokens.Count: 0, Issuers.Count: 0, TokensDirectory: null })
        {
            faults.Add("Auth:Tokens is empty: nobody could ask. Add a token, a TokensDirectory or an issuer (docs/operations.md shows how), or set Auth:Disabled=true on a loopback address");
        }

        foreach (var twice in options.Tokens.GroupBy(token => token.Name).Where(group => group.Count() > 1))
        {
            faults.Add($"Auth:Tokens has {twice.Count()} tokens named '{twice.Key}'");
        }

        return faults;
    }
}
