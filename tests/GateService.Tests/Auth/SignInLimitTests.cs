using System.Net;
using GateService.Pages.SignIn;
using GateService.Tests.Hosting;
using Browser = GateService.Tests.Pages.Browser;
using Html = GateService.Tests.Pages.Html;

namespace GateService.Tests.Auth;

/// <summary>Nobody finds a token by trying.</summary>
public sealed class SignInLimitTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task After_too_many_wrong_tokens_none_is_looked_at_and_sessions_go_on()
    {
        await using var gate = await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { }, ("Auth:SignInAttempts", "3"));
        using var before = await Browser.SignedInAsync(gate, GateHost.Token);
        using var browser = new Browser(gate);
        for (var i = 0; i < 3; i++)
        {
            using var wrong = await browser.PostAsync("/sign-in", [], ("token", $"wrong-{i}"));
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var right = await browser.PostAsync("/sign-in", [], ("token", GateHost.Token));

        right.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        right.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Html.Text(await right.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Too many failed sign-ins");
        await before.ReadAsync("/");
        (await gate.EvaluateAsync("{}").JudgedAsync()).Verdict().ShouldBe("inconclusive");
    }

    [Fact]
    public void Right_ones_cost_nothing()
    {
        using var limit = new SignInLimit(2, Hour);

        Enumerable.Range(0, 50).ShouldAllBe(_ => Looks(limit, Here, false));
    }

    [Fact]
    public void Another_address_is_not_held_to_account_until_all_together_are_too_many()
    {
        using var limit = new SignInLimit(2, Hour);
        (Looks(limit, Here, true), Looks(limit, Here, true), Looks(limit, Here, true)).ShouldBe((true, true, false));

        Enumerable.Range(2, 9).ShouldAllBe(last => Looks(limit, Address(last), true) && Looks(limit, Address(last), true));
        Looks(limit, Address(100), false).ShouldBeFalse("twenty failed from ten addresses");
    }

    [Fact]
    public void A_network_of_IPv6_is_one_address()
    {
        using var limit = new SignInLimit(1, Hour);
        Looks(limit, IPAddress.Parse("2001:db8::1"), true).ShouldBeTrue();

        Looks(limit, IPAddress.Parse("2001:db8::2"), false).ShouldBeFalse();
        Looks(limit, IPAddress.Parse("2001:db8:0:1::1"), false).ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_over_with_its_minute()
    {
        using var limit = new SignInLimit(1, TimeSpan.FromMilliseconds(50));
        Looks(limit, Here, true).ShouldBeTrue();

        while (!Looks(limit, Here, false))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Whether a token is looked at.</summary>
    private static bool Looks(SignInLimit limit, IPAddress from, bool isWrong) => limit.Try<int>(from, () => isWrong ? 1 : null, out _) is null;

    private static IPAddress Address(int last) => IPAddress.Parse($"192.0.2.{last}");
}
