using GateService.Callers;

namespace GateService.Tests.Auth;

/// <summary>Issuers that could let in nobody, or anybody, stop the start.</summary>
public sealed class IssuerSettingTests
{
    [Fact]
    public void One_that_is_whole_is_taken() => Faults(new AuthOptions { Issuers = [Good()] }).ShouldBeEmpty();

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var issuer = new IssuerOptions { Name = "ci", Issuer = "http://issuer.example", CaFile = "/nowhere/ca.pem", Grants = [new() { When = ["repository"], Team = "shop", TeamClaim = "team", Services = ["*"], Roles = [Role.Ask], RolesClaim = "roles" }] };

        Faults(new AuthOptions { Issuers = [issuer, Good()], OpenIdConnect = new PeopleOptions { Name = "ci", Issuer = "https://login.example", ClientId = "gate" } }).ShouldBe(
        [
            "Auth:Issuers:0:Audience is missing: expected the name that tokens for this gate carry in aud",
            "Auth:Issuers:0: its metadata would be asked for at 'http://issuer.example/.well-known/openid-configuration': expected an https address (http on loopback only); set MetadataAddress where the issuer is none",
            "Auth:Issuers:0:CaFile is '/nowhere/ca.pem', which is not there: expected a PEM file",
            "Auth:Issuers:0:Grants:0:When:0 is 'repository': expected claim=pattern, such as repository=acme/checkout",
            "Auth:Issuers:0:Grants:0 has both Team and TeamClaim: expected one of them",
            "Auth:Issuers:0:Grants:0 has neither Namespaces nor NamespacesClaim: expected one of them",
            "Auth:Issuers:0:Grants:0 has both Roles and RolesClaim: expected one of them, or none (ask, read and label)",
            "Auth:OpenIdConnect:ClientSecret is missing",
            "Auth:OpenIdConnect:Grants is empty: nobody it vouches for would be let in",
            "Auth:Issuers and Auth:OpenIdConnect have 3 issuers named 'ci'",
        ]);
    }

    private static IEnumerable<string> Faults(AuthOptions options) => new AuthOptionsValidator().Validate(null, options).Failures ?? [];

    private static IssuerOptions Good() => new()
    {
        Name = "ci",
        Issuer = "https://issuer.example",
        Audience = "gate",
        Grants = [new() { When = ["repository=acme/*"], Team = "shop", Services = ["*"], Namespaces = ["*"] }],
    };
}
