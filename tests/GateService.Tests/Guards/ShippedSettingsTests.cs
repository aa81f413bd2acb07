using System.Text.Json;
using GateService.Callers;
using GateService.Gates;
using GateService.History;
using GateService.Http;
using GateService.Notifications;
using GateService.Policies;
using GateService.Telemetry;
using GateService.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NewRelic.Api;
using NewRelic.Simulator;

namespace GateService.Tests.Guards;

/// <summary>The appsettings.json at the root of the repository is really used, wherever the gate is hosted.</summary>
public sealed class ShippedSettingsTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/graphql");

    [Fact]
    public async Task Every_value_of_the_root_file_is_in_force()
    {
        await using var app = GateServiceApp.Create(["--Auth:Disabled", "true", "--Policies:Directory", Repository.PathOf("policies")]);
        var shipped = new ConfigurationBuilder().AddJsonFile(Repository.PathOf("appsettings.json")).Build();

        var values = shipped.AsEnumerable().Where(entry => !string.IsNullOrEmpty(entry.Value) && entry.Key is not ("Auth:Disabled" or "Policies:Directory")).ToList();

        values.Count.ShouldBeGreaterThan(8);
        foreach (var (key, value) in values)
        {
            app.Configuration[key].ShouldBe(DurationText.Read(value!)?.ToString("c") ?? value, key);
        }
    }

    [Fact]
    public async Task No_host_watches_the_folder_it_was_started_in()
    {
        await using var gate = GateServiceApp.Create(["--Auth:Disabled", "true", "--Policies:Directory", Repository.PathOf("policies")]);
        await using var simulator = SimulatorApp.Create([]);

        gate.Configuration["hostBuilder:reloadConfigOnChange"].ShouldBe("false");
        simulator.Configuration["hostBuilder:reloadConfigOnChange"].ShouldBe("false");
    }

    [Fact]
    public async Task Everything_else_overrides_the_root_file()
    {
        await using var gate = await GateHost.StartAsync(Nowhere, _ => { }, ("Gate:Deadline", "00:00:03"));

        gate.App.Services.GetRequiredService<IOptions<GateOptions>>().Value.Deadline.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task The_shipped_settings_bind_to_the_defaults_in_code()
    {
        await using var app = GateServiceApp.Create(["--Auth:Disabled", "true", "--Policies:Directory", Repository.PathOf("policies")]);

        Value<GateOptions>(app).ShouldBeEquivalentTo(new GateOptions());
        Value<HistoryOptions>(app).ShouldBeEquivalentTo(new HistoryOptions());
        var newRelic = Value<NerdGraphOptions>(app);
        var inCode = new NerdGraphOptions();
        (newRelic.TotalTimeout, newRelic.AttemptTimeout, newRelic.Retries, newRelic.Concurrency)
            .ShouldBe((inCode.TotalTimeout, inCode.AttemptTimeout, inCode.Retries, inCode.Concurrency));
    }

    [Fact]
    public void Every_key_of_the_root_file_is_one_that_someone_reads()
    {
        var known = new Dictionary<string, Type>
        {
            ["Gate"] = typeof(GateOptions),
            ["NewRelic"] = typeof(NerdGraphOptions),
            ["Policies"] = typeof(PolicyOptions),
            ["History"] = typeof(HistoryOptions),
            ["Notifications"] = typeof(NotificationOptions),
            ["Telemetry"] = typeof(TelemetryOptions),
            ["Shares"] = typeof(SharesOptions),
            ["Auth"] = typeof(AuthOptions),
        };
        using var document = JsonDocument.Parse(Repository.Read("appsettings.json"));

        foreach (var section in document.RootElement.EnumerateObject().Where(section => section.Name is not ("Logging" or "AllowedHosts")))
        {
            section.Value.EnumerateObject().Select(key => key.Name).Except(known[section.Name].GetProperties().Select(property => property.Name)).ShouldBeEmpty(section.Name);
        }
    }

    [Fact]
    public void No_token_and_no_key_is_shipped()
    {
        var text = Repository.Read("appsettings.json");

        text.ShouldNotContain("ApiKey");
        text.ShouldNotContain("NRAK");
        text.ShouldNotContain("Sha256");
    }

    [Theory]
    [InlineData("Gate:Deadline", "00:00:00.1")]
    [InlineData("Gate:MaxBodyBytes", "10")]
    [InlineData("Shares:Evaluations", "0")]
    [InlineData("Shares:WaitingPerTeam", "-1")]
    [InlineData("History:ConnectionString", "")]
    [InlineData("History:ConnectionString", "Dta Source=x")]
    [InlineData("NewRelic:AttemptTimeout", "00:10:00")]
    [InlineData("History:KeepAtMost", "-1")]
    [InlineData("History:KeepAtMostMegabytes", "-1")]
    [InlineData("Telemetry:SampleRatio", "2")]
    [InlineData("Notifications:PollInterval", "00:00:00")]
    [InlineData("Notifications:Channels:0:Url", "ftp://files.example.com/")]
    public async Task A_setting_out_of_range_stops_the_start_and_is_named(string key, string value) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => GateHost.StartAsync(Nowhere, _ => { }, (key, value)))).Message.ShouldContain(key);

    private static T Value<T>(Microsoft.AspNetCore.Builder.WebApplication app)
        where T : class => app.Services.GetRequiredService<IOptions<T>>().Value;
}
