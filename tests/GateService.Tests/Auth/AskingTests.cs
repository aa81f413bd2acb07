using GateService.Callers;

namespace GateService.Tests.Auth;

/// <summary>Whose question it is, where shares are counted.</summary>
public sealed class AskingTests
{
    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("Shop", "shop")]
    [InlineData("SHOP/Café", "shop/café")]
    [InlineData(null, "")]
    public void A_team_has_one_spelling(string? team, string key)
    {
        Asking.For(new Caller("ci", team, ["*"], ["*"], Caller.UsualRoles));

        Asking.Team.ShouldBe(key);
        Asking.Beside();
        Asking.Team.ShouldBe(key);
    }
}
