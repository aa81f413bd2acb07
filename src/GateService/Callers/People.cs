using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace GateService.Callers;

/// <summary>People whom the company's identity provider vouches for. A session keeps what it said of them, so that what they may do follows the settings.</summary>
internal sealed class People : IDisposable
{
    public People(IOptions<AuthOptions> options, TimeProvider time, ILogger<IssuerKeys> log)
    {
        if (options.Value.OpenIdConnect is { } provider)
        {
            Provider = provider;
            Client = new IssuerClient(provider);
            Keys = new IssuerKeys(provider, null, Client, time, log);
        }
    }

    /// <summary>Null where people sign in with tokens only.</summary>
    public PeopleOptions? Provider { get; }

    public IssuerKeys? Keys { get; }

    public IssuerClient? Client { get; }

    /// <summary>What a session keeps of somebody: the claims that are looked at, and no others.</summary>
    public string Keep(ClaimsPrincipal person)
    {
        var looked = Grants.Claims(Provider!);
        var claims = person.Claims.Where(claim => looked.Contains(claim.Type)).GroupBy(claim => claim.Type).ToDictionary(group => group.Key, group => group.Select(claim => claim.Value).ToArray());
        return JsonSerializer.Serialize(new Person(Provider!.Issuer, claims));
    }

    /// <summary>Who that is now; null where the provider is another since, or no grant takes them.</summary>
    public Caller? Recognise(string kept) => Provider is { } provider && JsonSerializer.Deserialize<Person>(kept) is { } person && person.Issuer == provider.Issuer
        ? Grants.Of(provider, person.Claims.SelectMany(claim => claim.Value.Select(value => (claim.Key, Value: value))).ToLookup(claim => claim.Key, claim => claim.Value))
        : null;

    public void Dispose()
    {
        Client?.Dispose();
        Keys?.Dispose();
    }

    private sealed record Person(string Issuer, Dictionary<string, string[]> Claims);
}
