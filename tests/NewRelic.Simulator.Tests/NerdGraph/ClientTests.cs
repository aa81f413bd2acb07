using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Tests.NerdGraph;

/// <summary>Documents in the forms that New Relic's own clients, Argo, Terraform's provider and dashboards send.</summary>
public sealed class ClientTests
{
    private const string Result = "currentResults otherResult previousResults results totalResult metadata { eventTypes facets messages timeWindow { begin compareWith end since until } }";
    private const string Extended = Result + " nrql queryProgress { completed queryId retryAfter resultExpiration retryDeadline } rawResponse suggestedFacets { attributes nrql } "
        + "eventDefinitions { definition label name attributes { definition documentationUrl label name } } embeddedChartUrl staticChartUrl";

    private const string Outline = "accountId domain entityType guid name type reporting permalink alertSeverity account { id name } tags { key values }";

    [Theory]
    [InlineData("query($query: Nrql!, $accountId: Int!) { actor { account(id: $accountId) { nrql(query: $query) { " + Result + " } } } }")]
    [InlineData("query($query: Nrql!, $accountId: Int!) { actor { account(id: $accountId) { nrql(query: $query) { " + Extended + " } } } }")]
    [InlineData("query($query: Nrql!, $accountId: Int!, $timeout: Seconds, $async: Boolean) { actor { account(id: $accountId) { nrql(query: $query, timeout: $timeout, async: $async) { " + Extended + " } } } }")]
    [InlineData("query($query: Nrql!, $accountId: Int!, $timeout: Seconds!){actor{account(id:$accountId){nrql(query:$query, timeout:$timeout){results}}}}")]
    [InlineData("query($query: Nrql!, $accountId: Int!) { actor { account(id: $accountId) { id name reportingEventTypes nrql(query: $query) { rawResponse embeddedChartUrl(chartType: LINE) staticChartUrl(chartType: LINE, format: PNG, width: 800, height: 400) } } } }")]
    [InlineData("query($query: Nrql!, $accountId: Int!) { actor { nrql(accounts: [$accountId], query: $query, timeout: 30) { results metadata { facets } } } }")]
    public async Task A_query_of_a_client_has_all_it_asks_for(string document)
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync(document, new { query = "SELECT count(*) FROM Transaction", accountId = 7, timeout = 10, async = false });

        answer["errors"].ShouldBeNull();
        answer.ToJsonString().ShouldContain("\"count\":2");
    }

    [Theory]
    [InlineData("name = 'checkout' AND domain = 'APM' AND type IN ('APPLICATION')", "checkout")]
    [InlineData("name LIKE 'check' AND reporting = 'true'", "checkout")]
    [InlineData("name LIKE '%e%' AND tags.`accountId` = '1'", "billing-e,checkout")]
    [InlineData("domain = 'APM' AND NOT name = 'checkout'", "billing-e")]
    [InlineData("alertSeverity = 'CRITICAL'", "")]
    [InlineData("domain = 'BROWSER'", "")]
    public async Task An_entity_search_finds_the_services_that_report(string query, string names)
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync(
            $"query($query: String) {{ actor {{ entitySearch(query: $query) {{ count query results {{ nextCursor entities {{ {Outline} ... on ApmApplicationEntityOutline {{ applicationId language }} ... on AlertableEntityOutline {{ alertSeverity }} ... on BrowserApplicationEntityOutline {{ name }} }} }} types {{ domain type count entityType }} }} }} }}",
            new { query });

        answer["errors"].ShouldBeNull();
        var search = answer["data"]!["actor"]!["entitySearch"]!;
        string.Join(',', search["results"]!["entities"]!.AsArray().Select(entity => entity!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal)).ShouldBe(names);
        search["count"]!.GetValue<int>().ShouldBe(names.Split(',', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task An_entity_search_may_be_built_and_its_entity_asked_for_by_guid()
    {
        await using var simulator = await SeededAsync();

        var built = await simulator.AskAsync("{ actor { entitySearch(queryBuilder: {domain: APM, name: \"check\", type: APPLICATION, tags: [{key: \"accountId\", value: \"1\"}]}) { results { entities { guid } } } } }");
        var guid = built["data"]!["actor"]!["entitySearch"]!["results"]!["entities"]!.AsArray().ShouldHaveSingleItem()!["guid"]!.GetValue<string>();
        var answer = await simulator.AskAsync($"query($guid: EntityGuid!) {{ actor {{ entity(guid: $guid) {{ {Outline} ... on ApmApplicationEntity {{ applicationId }} }} none: entity(guid: \"none\") {{ name }} entities(guids: [$guid]) {{ name }} }} }}", new { guid });

        answer["errors"].ShouldBeNull();
        answer["data"]!["actor"]!["entity"]!["name"]!.GetValue<string>().ShouldBe("checkout");
        answer["data"]!["actor"]!["none"].ShouldBeNull();
        answer["data"]!["actor"]!["entities"]!.AsArray().Count.ShouldBe(1);
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(guid.PadRight((guid.Length + 3) / 4 * 4, '='))).ShouldStartWith("1|APM|APPLICATION|");
    }

    [Fact]
    public async Task An_entity_search_that_is_no_condition_is_refused()
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync("{ actor { entitySearch(query: \"name = \") { count } } }");

        answer["errors"]![0]!["extensions"]!["errorClass"]!.GetValue<string>().ShouldBe("BAD_USER_INPUT");
    }

    [Fact]
    public async Task Event_types_that_report_are_told_all_or_filtered()
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync("{ actor { accounts(scope: GLOBAL) { id name reportingEventTypes } account(id: 1) { all: reportingEventTypes some: reportingEventTypes(filter: [\"Log\"], timeWindow: {startTime: 0, endTime: 1}) } } }");

        answer["data"]!["actor"]!["account"]!.ToJsonString().ShouldBe("""{"all":["Log","Transaction"],"some":["Log"]}""");
        answer["data"]!["actor"]!["accounts"]![0]!["reportingEventTypes"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_deployment_is_kept_and_can_be_queried()
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync(
            """
            mutation($dataHandlingRules: ChangeTrackingDataHandlingRules, $deployment: ChangeTrackingDeploymentInput!) { changeTrackingCreateDeployment(dataHandlingRules: $dataHandlingRules, deployment: $deployment) {
              changelog commit customAttributes deepLink deploymentId deploymentType description entityGuid groupId timestamp user version } }
            """,
            new { dataHandlingRules = new { validationFlags = new[] { "FAIL_ON_FIELD_LENGTH" } }, deployment = new { entityGuid = "g1", version = "1.2.3", deploymentType = "CANARY", user = "argo", customAttributes = new { wave = 2 } } });

        answer["errors"].ShouldBeNull();
        var deployment = answer["data"]!["changeTrackingCreateDeployment"]!;
        (deployment["version"]!.GetValue<string>(), deployment["deploymentType"]!.GetValue<string>(), deployment["entityGuid"]!.GetValue<string>()).ShouldBe(("1.2.3", "CANARY", "g1"));
        deployment["customAttributes"]!.ToJsonString().ShouldBe("""{"wave":2}""");
        (await simulator.RowsAsync("SELECT latest(version) AS v, latest(deploymentType) AS t FROM Deployment WHERE entity.guid = 'g1'")).ToJsonString().ShouldBe("""[{"t":"CANARY","v":"1.2.3"}]""");
    }

    [Theory]
    [InlineData("""{ version: "1" }""", "entityGuid")]
    [InlineData("""{ entityGuid: "g" }""", "version")]
    [InlineData("""{ entityGuid: "g", version: "1", deploymentType: "NIGHTLY" }""", "NIGHTLY")]
    [InlineData("""{ entityGuid: "g", version: "1", timestamp: 1 }""", "timestamp")]
    public async Task A_deployment_that_New_Relic_refuses_is_refused(string deployment, string named)
    {
        await using var simulator = await SeededAsync();

        var answer = await simulator.AskAsync($"mutation {{ changeTrackingCreateDeployment(deployment: {deployment}) {{ deploymentId }} }}");

        answer["errors"]![0]!["message"]!.GetValue<string>().ShouldContain(named);
    }

    [Fact]
    public async Task Drop_rules_are_made_listed_and_deleted()
    {
        const string Rule = "accountId action createdAt createdBy description id nrql";
        await using var simulator = await SeededAsync();

        var made = await simulator.AskAsync(
            $"mutation($accountId: Int!, $rules: [NrqlDropRulesCreateDropRuleInput]!) {{ nrqlDropRulesCreate(accountId: $accountId, rules: $rules) {{ successes {{ {Rule} }} failures {{ error {{ description reason }} submitted {{ accountId nrql }} }} }} }}",
            new { accountId = 7, rules = new[] { new { action = "DROP_DATA", description = "noise", nrql = "SELECT * FROM Log WHERE level = 'debug'" }, new { action = "DROP_DATA", description = "broken", nrql = "SELECT * FROM" } } });
        var id = made["data"]!["nrqlDropRulesCreate"]!["successes"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>();
        made["data"]!["nrqlDropRulesCreate"]!["failures"]!.AsArray().ShouldHaveSingleItem()!["error"]!["reason"]!.GetValue<string>().ShouldBe("INVALID_QUERY");

        (await ListAsync(simulator, 7)).Count.ShouldBe(1);
        (await ListAsync(simulator, 8)).Count.ShouldBe(0);
        var deleted = await simulator.AskAsync(
            $"mutation($accountId: Int!, $ruleIds: [ID]!) {{ nrqlDropRulesDelete(accountId: $accountId, ruleIds: $ruleIds) {{ successes {{ {Rule} }} failures {{ error {{ reason }} submitted {{ ruleId }} }} }} }}",
            new { accountId = 7, ruleIds = new[] { id, "none" } });
        deleted["errors"].ShouldBeNull();
        deleted["data"]!["nrqlDropRulesDelete"]!["successes"]!.AsArray().Count.ShouldBe(1);
        deleted["data"]!["nrqlDropRulesDelete"]!["failures"]![0]!["error"]!["reason"]!.GetValue<string>().ShouldBe("RULE_NOT_FOUND");
        (await ListAsync(simulator, 7)).Count.ShouldBe(0);
    }

    private static async Task<JsonArray> ListAsync(SimulatorHost simulator, int account)
    {
        var answer = await simulator.AskAsync(
            "query($accountID: Int!) { actor { account(id: $accountID) { nrqlDropRules { list { error { description reason } rules { account { id name } accountId action createdAt createdBy creator { email gravatar id name } description id nrql } } } } } }",
            new { accountID = account });
        answer["errors"].ShouldBeNull();
        return answer["data"]!["actor"]!["account"]!["nrqlDropRules"]!["list"]!["rules"]!.AsArray();
    }

    private static async Task<SimulatorHost> SeededAsync()
    {
        var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync("""
            {"eventType":"Transaction","appName":"checkout","duration":0.1}
            {"eventType":"Transaction","appName":"billing-e","duration":0.2}
            {"eventType":"Log","message":"hello"}
            """);
        return simulator;
    }
}
