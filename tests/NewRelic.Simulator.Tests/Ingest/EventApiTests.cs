using System.Net;
using System.Text;

namespace NewRelic.Simulator.Tests.Ingest;

public sealed class EventApiTests
{
    [Theory]
    [InlineData("Api-Key")]
    [InlineData("X-Insert-Key")]
    [InlineData("X-License-Key")]
    public async Task Events_are_taken_for_the_account_of_the_path(string header)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        using var response = await PostAsync(simulator, """[{"eventType":"Purchase","amount":3,"paid":true}]""", header);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = await SimulatorHost.ReadAsync(response);
        answer["success"]!.GetValue<bool>().ShouldBeTrue();
        Guid.TryParse(answer["uuid"]!.GetValue<string>(), out _).ShouldBeTrue();
        (await simulator.RowsAsync("SELECT sum(amount), filter(count(*), WHERE paid = 'true') AS text FROM Purchase", account: 7)).ToJsonString()
            .ShouldBe("""[{"sum.amount":3,"text":1}]""");
        (await simulator.RowsAsync("SELECT count(*) FROM Purchase", account: 8)).ToJsonString().ShouldBe("""[{"count":0}]""");
    }

    [Fact]
    public async Task A_timestamp_more_than_a_day_off_becomes_the_moment_of_receipt()
    {
        await using var simulator = await SimulatorHost.StartAsync();

        using var response = await PostAsync(simulator, """{"eventType":"Purchase","timestamp":1600000000}""");

        (await simulator.RowsAsync("SELECT count(*) FROM Purchase SINCE 10 minutes ago", account: 7)).ToJsonString().ShouldBe("""[{"count":1}]""");
    }

    [Fact]
    public async Task Broken_events_are_answered_200_and_show_as_an_integration_error()
    {
        await using var simulator = await SimulatorHost.StartAsync();

        using var response = await PostAsync(simulator, """[{"eventType":"Purchase","items":[1]}]""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var uuid = (await SimulatorHost.ReadAsync(response))["uuid"]!.GetValue<string>();
        var rows = await simulator.RowsAsync("SELECT newRelicFeature, category, name, requestId FROM NrIntegrationError", account: 7);
        rows[0]!["requestId"]!.GetValue<string>().ShouldBe(uuid);
        rows[0]!["category"]!.GetValue<string>().ShouldBe("EventApiException");
    }

    [Fact]
    public async Task Without_a_key_events_are_refused()
    {
        await using var simulator = await SimulatorHost.StartAsync();

        using var response = await PostAsync(simulator, """{"eventType":"Purchase"}""", header: null);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task More_than_a_megabyte_is_refused()
    {
        await using var simulator = await SimulatorHost.StartAsync();

        using var response = await PostAsync(simulator, new string(' ', 1_000_001));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task An_unknown_encoding_is_refused()
    {
        await using var simulator = await SimulatorHost.StartAsync();

        using var response = await PostAsync(simulator, """{"eventType":"Purchase"}""", encoding: "br");

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    private static async Task<HttpResponseMessage> PostAsync(SimulatorHost simulator, string body, string? header = "Api-Key", string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/accounts/7/events") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (header is not null)
        {
            request.Headers.Add(header, "license");
        }

        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        return await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
