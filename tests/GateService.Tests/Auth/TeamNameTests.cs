using GateService.Callers;

namespace GateService.Tests.Auth;

/// <summary>Whose somebody is must be a team: a claim may hold anything.</summary>
public sealed class TeamNameTests
{
    [Theory]
    [InlineData("shop", true)]
    [InlineData("Shop Team", true)]
    [InlineData("acme/shop", true)]
    [InlineData("größe-2", true)]
    [InlineData("gro\u0308\u00dfe", false)]
    [InlineData("магазин", true)]
    [InlineData("πληρωμές", true)]
    [InlineData("決済", true)]
    [InlineData("p\u0430y", false)]
    [InlineData("\u0440\u0430\u0443", false)]
    [InlineData("sh\u03bfp", false)]
    [InlineData("p\u0251y", false)]
    [InlineData("team \u2163", false)]
    [InlineData("shop ", false)]
    [InlineData("\u0915\u094d\u0937", true)]
    [InlineData("truelove", true)]
    [InlineData("true", false)]
    [InlineData("True", false)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("\uff50\uff41\uff59", false)]
    [InlineData("\ufb01x", false)]
    [InlineData("\ud835\udc60hop", false)]
    [InlineData("5", false)]
    [InlineData("*", false)]
    [InlineData("shop*", false)]
    [InlineData("{\"a\":1}", false)]
    [InlineData("[\"shop\"]", false)]
    [InlineData(" shop", false)]
    [InlineData("sh\u200bop", false)]
    [InlineData("", false)]
    public void A_claim_that_is_no_team_lets_nobody_in(string claimed, bool isIn)
    {
        var issuer = new IssuerOptions { Name = "ci", Grants = [new GrantOptions { When = ["sub=*"], TeamClaim = "team", Services = ["*"], Namespaces = ["*"], Roles = [Role.Ask] }] };

        (Grants.Of(issuer, new[] { ("sub", "ann"), ("team", claimed) }.ToLookup(claim => claim.Item1, claim => claim.Item2)) is { } caller ? caller.Team : null).ShouldBe(isIn ? claimed : null);
    }

    [Theory]
    [InlineData("shop", 0)]
    [InlineData("*", 1)]
    public void A_token_of_no_team_is_a_fault_of_the_settings(string team, int faults) => TokenFaults.Of(
        new TokenOptions { Name = "a", Team = team, Sha256 = new string('0', 64), Services = ["*"], Namespaces = ["*"] }, "Auth:Tokens:0").Count().ShouldBe(faults);
}
