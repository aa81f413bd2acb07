using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.NerdGraph;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("Actor", "user,account,accounts,entity,nrql,nrqlQueryProgress,queryHistory")]
    [InlineData("Account", "id,name,nrql,nrqlQueryProgress")]
    [InlineData("NrdbResultContainer", "results,currentResults,previousResults,totalResult,otherResult,metadata,nrql,queryProgress,rawResponse,embeddedChartUrl,staticChartUrl,suggestedFacets")]
    [InlineData("CrossAccountNrdbResultContainer", "results,currentResults,previousResults,totalResult,otherResult,metadata,nrql,queryProgress,rawResponse")]
    [InlineData("NrdbMetadata", "eventTypes,facets,messages,timeWindow")]
    [InlineData("NrdbMetadataTimeWindow", "begin,end,since,until,compareWith")]
    [InlineData("NrdbQueryProgress", "completed,queryId,resultExpiration,retryAfter,retryDeadline")]
    [InlineData("RootMutationType", "nrqlCancelQuery")]
    [InlineData("RootQueryType", "actor,requestContext")]
    public async Task A_type_of_the_documented_subset_has_its_fields(string type, string fields)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var answer = await simulator.AskAsync("query($type: String!) { __type(name: $type) { fields { name } } }", new { type });

        answer["data"]!["__type"].ShouldNotBeNull();
        var found = answer["data"]!["__type"]!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>()).ToList();
        fields.Split(',').Except(found).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Nrql")]
    [InlineData("Seconds")]
    [InlineData("EpochMilliseconds")]
    [InlineData("NrdbResult")]
    [InlineData("NrdbRawResults")]
    [InlineData("EntityGuid")]
    public async Task A_scalar_has_its_own_name(string scalar)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var answer = await simulator.AskAsync("query($type: String!) { __type(name: $type) { kind } }", new { type = scalar });

        answer["data"]!["__type"]!["kind"]!.GetValue<string>().ShouldBe("SCALAR");
    }

    [Fact]
    public async Task The_arguments_of_a_query_are_those_clients_send()
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var answer = await simulator.AskAsync("{ __type(name: \"Account\") { fields { name args { name type { kind name ofType { name } } } } } }");

        var nrql = answer["data"]!["__type"]!["fields"]!.AsArray().Single(field => field!["name"]!.GetValue<string>() == "nrql")!;
        var arguments = nrql["args"]!.AsArray().ToDictionary(argument => argument!["name"]!.GetValue<string>(), argument => argument!["type"]!);
        arguments["query"]["ofType"]!["name"]!.GetValue<string>().ShouldBe("Nrql");
        arguments["timeout"]["name"]!.GetValue<string>().ShouldBe("Seconds");
        arguments.Keys.ShouldContain("async");
        arguments.Keys.ShouldContain("options");
    }

    [Theory]
    [InlineData("{ actor { nonsense } }", "nonsense")]
    [InlineData("{ actor { ", "")]
    [InlineData("query($id: Int!) { actor { account(id: $id) { name } } }", "id")]
    public async Task A_document_that_does_not_fit_is_answered_200_with_errors(string document, string named)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var answer = await simulator.AskAsync(document);

        answer["errors"]!.AsArray()[0]!["message"]!.GetValue<string>().ShouldContain(named);
        (answer["data"] as JsonObject).ShouldBeNull();
    }
}
