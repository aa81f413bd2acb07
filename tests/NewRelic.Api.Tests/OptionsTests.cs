using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NewRelic.Api.Client;

namespace NewRelic.Api.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Defaults_are_pinned()
    {
        var options = new NerdGraphOptions();

        options.TotalTimeout.ShouldBe(TimeSpan.FromSeconds(7));
        options.AttemptTimeout.ShouldBe(TimeSpan.FromSeconds(6));
        options.Retries.ShouldBe(2);
        options.Concurrency.ShouldBe(20);
        options.MaxAnswerBytes.ShouldBe(8 * 1024 * 1024);
        options.MaxAnswerBytesInFlight.ShouldBe(8 * 1024 * 1024);
    }

    [Fact]
    public void All_faults_are_reported_at_once_and_none_shows_a_key()
    {
        var error = Should.Throw<OptionsValidationException>(() => Options(
            ("NewRelic:Endpoint", "not a url"), ("NewRelic:AccountId", "-1"), ("NewRelic:Concurrency", "50"), ("NewRelic:AttemptTimeout", "00:01:00"), ("NewRelic:ApiKey", Given.Key)));

        error.Failures.Count().ShouldBe(4);
        error.Message.ShouldNotContain(Given.Key);
    }

    [Theory]
    [InlineData("1000", "16777216", "NewRelic:MaxAnswerBytes is 1000: expected 65536 to 268435456")]
    [InlineData("1073741824", "2147483648", "NewRelic:MaxAnswerBytes is 1073741824: expected 65536 to 268435456")]
    [InlineData("1048576", "1048575", "NewRelic:MaxAnswerBytesInFlight is 1048575: expected at least NewRelic:MaxAnswerBytes (1048576)")]
    [InlineData("1048576", "1048576", null)]
    public void The_length_of_answers_is_bounded_and_one_always_fits(string one, string all, string? fault)
    {
        Func<NerdGraphOptions> options = () => Options(("NewRelic:MaxAnswerBytes", one), ("NewRelic:MaxAnswerBytesInFlight", all));

        if (fault is null)
        {
            options().MaxAnswerBytesInFlight.ShouldBe(1048576);
        }
        else
        {
            Should.Throw<OptionsValidationException>(options).Failures.ShouldBe([fault]);
        }
    }

    [Fact]
    public void Settings_bind_named_accounts_too()
    {
        var options = Options(("NewRelic:Region", "EU"), ("NewRelic:AccountId", "5"), ("NewRelic:Accounts:shop:AccountId", "6"));

        options.Region.ShouldBe(NerdGraphRegion.EU);
        options.Accounts["shop"].AccountId.ShouldBe(6);
    }

    [Theory]
    [InlineData(NerdGraphRegion.US, "https://api.newrelic.com/graphql")]
    [InlineData(NerdGraphRegion.EU, "https://api.eu.newrelic.com/graphql")]
    [InlineData(NerdGraphRegion.JP, "https://api.jp.newrelic.com/graphql")]
    [InlineData(NerdGraphRegion.GOV, "https://gov-api.newrelic.com/graphql")]
    public void Every_region_has_its_endpoint(NerdGraphRegion region, string endpoint)
    {
        NerdGraphAccount.TryResolve(new NerdGraphOptions { Region = region, AccountId = 1, ApiKey = Given.Key }, null, out var account, out _).ShouldBeTrue();

        account.Endpoint.ToString().ShouldBe(endpoint);
    }

    private static NerdGraphOptions Options(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build();
        var services = new ServiceCollection().AddNerdGraph(configuration.GetSection("NewRelic")).BuildServiceProvider();
        return services.GetRequiredService<IOptions<NerdGraphOptions>>().Value;
    }
}
