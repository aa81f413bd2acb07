using System.Net;

namespace NewRelic.Simulator.Tests.NerdGraph;

public sealed class KeyTests
{
    private const string Count = """{ actor { account(id: 7) { nrql(query: "SELECT count(*) FROM Transaction") { results } } } }""";

    [Theory]
    [InlineData(null)]
    [InlineData("abc")]
    [InlineData("NRAL-A-LICENSE-KEY")]
    public async Task A_missing_or_wrong_key_is_refused_with_the_documented_body(string? key)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        using var response = await simulator.PostGraphQLAsync(Count, key: key);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SimulatorHost.ReadAsync(response)).ToJsonString()
            .ShouldBe("""{"errors":[{"extensions":{"error_code":"BAD_API_KEY"},"message":"Bad API Key or no API Key provided"}]}""");
    }

    [Fact]
    public async Task With_configured_keys_no_other_is_let_in()
    {
        await using var simulator = await SimulatorHost.StartAsync(("Simulator:Keys:0:Key", "NRAK-A"));

        using var known = await simulator.PostGraphQLAsync(Count, key: "NRAK-A");
        using var unknown = await simulator.PostGraphQLAsync(Count, key: "NRAK-B");

        known.StatusCode.ShouldBe(HttpStatusCode.OK);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_configured_key_reaches_its_own_accounts_only()
    {
        await using var simulator = await SimulatorHost.StartAsync(("Simulator:Keys:0:Key", "NRAK-A"), ("Simulator:Keys:0:Accounts:0", "8"));

        var answer = await simulator.AskAsync(Count, key: "NRAK-A");

        answer["data"]!["actor"]!["account"].ShouldBeNull();
        answer["errors"]![0]!["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe("ACCESS_DENIED");
        answer["errors"]![0]!["message"]!.GetValue<string>().ShouldBe("You are not authorized to query account 7");
    }
}
