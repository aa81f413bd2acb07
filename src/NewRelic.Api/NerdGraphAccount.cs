using System.Diagnostics.CodeAnalysis;

namespace NewRelic.Api;

/// <summary>An account that can be asked: everything resolved, nothing missing.</summary>
internal sealed class NerdGraphAccount
{
    private NerdGraphAccount(Uri endpoint, int id, string apiKey)
    {
        Endpoint = endpoint;
        Id = id;
        ApiKey = apiKey;
    }

    public Uri Endpoint { get; }

    public int Id { get; }

    public string ApiKey { get; }

    /// <summary>Resolves a configured account; what is missing becomes an error that names the setting.</summary>
    public static bool TryResolve(
        NerdGraphOptions options, string? name, [NotNullWhen(true)] out NerdGraphAccount? account, [NotNullWhen(false)] out NerdGraphError? error)
    {
        (account, error) = Resolve(options, name);
        return account is not null;
    }

    private static (NerdGraphAccount? Account, NerdGraphError? Error) Resolve(NerdGraphOptions options, string? name)
    {
        NerdGraphAccountOptions? own = options;
        if (name is not null && !options.Accounts.TryGetValue(name, out own))
        {
            return (null, new NerdGraphError(NerdGraphErrorKind.Unauthorized, $"no New Relic account '{name}' is configured: set NewRelic:Accounts:{name}"));
        }

        var section = name is null ? "NewRelic" : $"NewRelic:Accounts:{name}";
        var key = Given(own!.ApiKey) ?? Given(options.ApiKey);
        var id = own.AccountId ?? options.AccountId;
        if (key is null || id is null)
        {
            return (null, new NerdGraphError(
                NerdGraphErrorKind.Unauthorized, $"no New Relic {(key is null ? "user key" : "account id")} is configured: set {section}:{(key is null ? "ApiKey" : "AccountId")}"));
        }

        if (key.Any(character => character is <= ' ' or > '~'))
        {
            return (null, new NerdGraphError(NerdGraphErrorKind.Unauthorized, $"the New Relic user key holds a character that no key has (a space or line break, perhaps): check {section}:ApiKey"));
        }

        return (new NerdGraphAccount(EndpointOf(own, options), id.Value, key), null);
    }

    private static Uri EndpointOf(NerdGraphAccountOptions own, NerdGraphOptions options) =>
        (Given(own.Endpoint), own.Region, Given(options.Endpoint)) switch
        {
            ({ } url, _, _) => new Uri(url),
            (null, { } region, _) => Of(region),
            (null, null, { } url) => new Uri(url),
            _ => Of(options.Region ?? NerdGraphRegion.US),
        };

    private static Uri Of(NerdGraphRegion region) => new(region switch
    {
        NerdGraphRegion.EU => "https://api.eu.newrelic.com/graphql",
        NerdGraphRegion.JP => "https://api.jp.newrelic.com/graphql",
        NerdGraphRegion.GOV => "https://gov-api.newrelic.com/graphql",
        _ => "https://api.newrelic.com/graphql",
    });

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
