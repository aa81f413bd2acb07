using GateService.Starting;
using GateService.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GateService.Tests.Starting;

/// <summary>A setting that nobody reads is a typo and stops the start; whatever else stands in an environment is left alone.</summary>
public sealed class KnownSettingsTests
{
    [Theory]
    [InlineData("Gate:Deadlin", "00:00:03", "did you mean 'Gate:Deadline'?")]
    [InlineData("gate:publicurl2", "http://x", "did you mean 'Gate:PublicUrl'?")]
    [InlineData("NewRelic:ApiKye", "x", "did you mean 'NewRelic:ApiKey'?")]
    [InlineData("NewRelic:Accounts:eu:AccountID2", "7", "did you mean 'NewRelic:Accounts:eu:AccountId'?")]
    [InlineData("Auth:Tokens:0:Sha", "x", "expected one of ExpiresAt, Name, Namespaces, Roles, Services, Sha256, Team")]
    [InlineData("Auth:Tokens:0:Service:0", "*", "did you mean 'Auth:Tokens:0:Services'?")]
    [InlineData("Notifications:Channels:0:Event:0", "Decided", "did you mean 'Notifications:Channels:0:Events'?")]
    [InlineData("Notifications:Chanels:0:Name", "x", "did you mean 'Notifications:Channels'?")]
    [InlineData("History:Path", "/data/gate.db", "expected one of ClosedAfter, ConnectionString, Enabled")]
    [InlineData("Policies:ReloadIntervall", "00:00:10", "did you mean 'Policies:ReloadInterval'?")]
    [InlineData("Telemetry:Prometheus:Enabled", "true", "has settings below it: expected true or false")]
    [InlineData("Auth:TokenDirectory", "x", "did you mean 'Auth:TokensDirectory'?")]
    [InlineData("Auth:Issuers:0:Audiance", "x", "did you mean 'Auth:Issuers:0:Audience'?")]
    [InlineData("Auth:Issuers:0:Grants:0:Serivces:0", "x", "did you mean 'Auth:Issuers:0:Grants:0:Services'?")]
    [InlineData("Auth:OpenIdConnect:ClientID2", "x", "did you mean 'Auth:OpenIdConnect:ClientId'?")]
    [InlineData("Telemetry:PrometheusPrt", "1", "did you mean 'Telemetry:PrometheusPort'?")]
    [InlineData("Polices:Directory", "x", "did you mean 'Policies:Directory'?")]
    [InlineData("Notification:Channels:0:Name", "x", "did you mean 'Notifications:Channels'?")]
    public void An_unknown_setting_is_named_with_the_closest_known_one(string key, string value, string said)
    {
        var fault = Check((key, value)).ShouldHaveSingleItem();

        fault.ShouldContain(said);
        fault.ShouldContain("(settings of the host)");
    }

    [Theory]
    [InlineData("Gate:Deadline", "8 seconds", "is '8 seconds': expected a duration such as 30s, 10m or 7d, or as hh:mm:ss")]
    [InlineData("Gate:Deadline", "8 s", "is '8 s': expected a duration such as 30s")]
    [InlineData("Auth:SessionLifetime", "7days", "is '7days': expected a duration")]
    [InlineData("Auth:SessionLifetime", "1h2d", "is '1h2d': expected a duration")]
    [InlineData("Auth:Tokens:0:ExpiresAt", "soon", "is 'soon': expected a moment such as 2027-06-30T00:00:00Z")]
    [InlineData("Auth:Tokens:0:Roles:0", "admin", "is 'admin': expected Ask, Read, Label, Operate, ReadAll")]
    [InlineData("Gate:MaxBodyBytes", "64k", "is '64k': expected a whole number")]
    [InlineData("Telemetry:Enabled", "ja", "is 'ja': expected true or false")]
    [InlineData("Telemetry:SampleRatio", "half", "is 'half': expected a number")]
    [InlineData("Notifications:Channels:0:Kind", "Slak", "is 'Slak': expected Slack, ")]
    [InlineData("Notifications:Channels:0:Kind", "77", "is '77': expected Slack, ")]
    [InlineData("Notifications:Channels:0:Events:0", "-1", "is '-1': expected ")]
    [InlineData("NewRelic:Region", "99", "is '99': expected US, EU")]
    [InlineData("NewRelic:Region", "Moon", "is 'Moon': expected US, EU")]
    [InlineData("Auth:Tokens", "abc", "is 'abc': expected entries such as Auth:Tokens:0")]
    public void A_value_that_cannot_be_read_is_quoted_with_what_was_expected(string key, string value, string said) =>
        Check((key, value)).ShouldHaveSingleItem().ShouldContain(said);

    [Theory]
    [InlineData("GATE", "x")]
    [InlineData("GATE_PORT", "tcp://10.0.0.1:5300")]
    [InlineData("AUTH", "x")]
    [InlineData("NEW_RELIC_LICENSE_KEY", "x")]
    [InlineData("NewRelic.AppName", "x")]
    [InlineData("Serilog:MinimumLevel", "Debug")]
    [InlineData("Logging:LogLevel:Defalt", "Debug")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0")]
    [InlineData("Gates:Keeper", "x")]
    [InlineData("NewRelic:AccountId", "")]
    [InlineData("NewRelic:Region", "eu")]
    [InlineData("NewRelic:Region", "")]
    [InlineData("NewRelic:Accounts:any-name:ApiKey", "x")]
    [InlineData("auth:tokens:0:services:0", "*")]
    [InlineData("Notifications:Channels:0:Events:0", "Failed")]
    [InlineData("Auth:SessionLifetime", "7d")]
    [InlineData("History:KeepFor", "90d")]
    [InlineData("Gate:Deadline", "1m30s")]
    [InlineData("NewRelic:RetryDelay", "500ms")]
    public void What_is_known_or_somebody_elses_is_left_alone(string key, string value) => Check((key, value)).ShouldBeEmpty();

    [Fact]
    public void All_faults_are_told_at_once() => Check(("Gate:Deadlin", "1"), ("History:Enable", "1"), ("Gate:MaxBodyBytes", "x")).Count.ShouldBe(3);

    [Fact]
    public void It_is_said_where_the_setting_stands()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("appsettings.Production.json"), "{\"Gate\": {\"Deadlin\": \"00:00:03\"}}");
        using var variables = new Variable("GATETEST_History__Enable", "true");
        var configuration = new ConfigurationBuilder().AddJsonFile(folder.File("appsettings.Production.json")).AddEnvironmentVariables("GATETEST_").AddCommandLine(["--Auth:Disable", "true"]).Build();

        var faults = Should.Throw<OptionsValidationException>(() => KnownSettings.Check(configuration)).Failures.ToList();

        faults.ShouldContain(fault => fault.StartsWith("Gate:Deadlin (appsettings.Production.json)", StringComparison.Ordinal));
        faults.ShouldContain(fault => fault.StartsWith("History:Enable (environment variable History__Enable)", StringComparison.Ordinal));
        faults.ShouldContain(fault => fault.StartsWith("Auth:Disable (command line)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_with_an_unknown_setting_does_not_start()
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { }, ("Gate:Deadlin", "00:00:03")));

        refused.Message.ShouldContain("did you mean 'Gate:Deadline'?");
    }

    private static List<string> Check(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build();
        try
        {
            KnownSettings.Check(configuration);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures];
        }
    }

    private sealed class Variable : IDisposable
    {
        private readonly string _name;

        public Variable(string name, string value)
        {
            _name = name;
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, null);
    }
}
