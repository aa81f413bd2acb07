using GateService.History;
using GateService.Tests.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GateService.Tests.Starting;

/// <summary>Settings of which each is right and which cannot both be meant: one sentence at start that names both, not a gate that leaves one of them out.</summary>
public sealed class ContradictingSettingsTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/graphql");

    private static readonly (string, string?)[] Channel =
    [
        ("Notifications:Channels:0:Name", "ops"), ("Notifications:Channels:0:Kind", "Webhook"), ("Notifications:Channels:0:Url", "http://127.0.0.1:9/"), ("Notifications:Channels:0:Secret", "x"),
    ];

    [Fact]
    public async Task Channels_without_a_store_that_keeps_messages_stop_the_start()
    {
        var fault = (await RefusedAsync([.. Channel, ("History:Enabled", "false")])).ShouldHaveSingleItem();

        fault.ShouldContain("History:Enabled");
        fault.ShouldContain("Notifications:Channels");
    }

    [Fact]
    public async Task A_first_wait_that_is_longer_than_the_longest_stops_the_start() =>
        (await RefusedAsync([("Notifications:FirstDelay", "00:05:00")])).ShouldHaveSingleItem().ShouldBe("Notifications:FirstDelay is 5m: expected no more than Notifications:LongestDelay (2m)");

    [Theory]
    [InlineData("History:Enabled", "true")]
    [InlineData("Notifications:FirstDelay", "00:02:00")]
    public async Task What_agrees_starts(string key, string value)
    {
        await using var gate = await GateHost.StartAsync(Nowhere, _ => { }, [.. Channel, (key, value)]);

        gate.Client.BaseAddress.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_gate_that_keeps_nothing_and_tells_nobody_starts()
    {
        await using var gate = await GateHost.StartAsync(Nowhere, _ => { }, ("History:Enabled", "false"));

        gate.Client.BaseAddress.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Host=db;Username=gate", 5)]
    [InlineData("Server=db;timeout=30", 30)]
    [InlineData("Host=db;Timeout=0", 0)]
    public void A_PostgreSQL_that_says_nothing_is_down_after_five_seconds_where_the_connection_string_does_not_say_otherwise(string connectionString, int seconds) =>
        new NpgsqlConnectionStringBuilder(ConnectionText.Impatient(connectionString)).Timeout.ShouldBe(seconds);

    private static async Task<IReadOnlyList<string>> RefusedAsync((string, string?)[] settings) =>
        [.. Faults(await Should.ThrowAsync<Exception>(() => GateHost.StartAsync(Nowhere, _ => { }, settings)))];

    private static IEnumerable<string> Faults(Exception e) => e is AggregateException many ? many.InnerExceptions.SelectMany(Faults) : e.ShouldBeOfType<OptionsValidationException>().Failures;
}
