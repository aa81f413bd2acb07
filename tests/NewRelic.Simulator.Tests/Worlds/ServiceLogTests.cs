namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>The log of a service in the words of whoever sends it, and what of it a world can leave out.</summary>
public sealed class ServiceLogTests
{
    [Theory]
    [InlineData("java", "", "entity.name, entity.guid, hostname, level, message, trace.id, span.id", "pod_name, k8s.pod.name, cluster_name, severity.text")]
    [InlineData("java", "\"sender\": \"fluentBit\"", "pod_name, namespace_name, cluster_name, container_name, level, message", "entity.name, service.name, trace.id, hostname")]
    [InlineData("otel", "", "service.name, k8s.pod.name, k8s.namespace.name, severity.text, severity.number, message, trace.id, span.id", "level, hostname, pod_name")]
    [InlineData("istio", "", "pod_name, level, message", "entity.name, severity.text")]
    public async Task Lines_carry_what_their_sender_sends(string agent, string logs, string sent, string absent)
    {
        await using var world = await PlayedWorld.PlayAsync($$"""  "agent": "{{agent}}", "requestsPerSecond": 5, "logs": { {{logs}} } """, minutes: 1);

        var lines = await world.NumberAsync("count(*)", "FROM Log WHERE message LIKE 'handled %'");
        lines.ShouldBeInRange(300, 900);
        foreach (var name in sent.Split(", "))
        {
            (await world.NumberAsync("count(*)", $"FROM Log WHERE message LIKE 'handled %' AND {name} IS NOT NULL")).ShouldBe(lines, name);
        }

        foreach (var name in absent.Split(", "))
        {
            (await world.NumberAsync("count(*)", $"FROM Log WHERE message LIKE 'handled %' AND {name} IS NOT NULL")).ShouldBe(0, name);
        }
    }

    [Fact]
    public async Task Errors_that_answer_well_are_in_the_log_of_the_canary_alone()
    {
        await using var world = await PlayedWorld.PlayAsync("""  "agent": "java", "requestsPerSecond": 20, "logs": { "canaryErrors": 0.1, "burst": 2 } """);

        const string Own = "FROM Log WHERE level = 'ERROR' AND message LIKE 'inventory row % not found, using default'";
        (await world.NumberAsync("count(*)", $"{Own} AND hostname LIKE 'checkout-7c5ddbdf54-%'")).ShouldBeInRange(250, 470);
        (await world.NumberAsync("count(*)", $"{Own} AND hostname NOT LIKE 'checkout-7c5ddbdf54-%'")).ShouldBe(0);
        (await world.NumberAsync("uniqueCount(trace.id)", Own)).ShouldBeInRange(120, 240);
        (await world.TruthAsync())["canary"]!["serverFaults"]!.GetValue<double>().ShouldBeLessThan(10);
    }

    /// <summary>The log has dice of its own: requests are the same with it and without.</summary>
    [Fact]
    public async Task A_log_changes_nothing_else()
    {
        await using var with = await PlayedWorld.PlayAsync("""  "agent": "node", "requestsPerSecond": 10, "logs": { "errors": 0.2 } """);
        await using var without = await PlayedWorld.PlayAsync("""  "agent": "node", "requestsPerSecond": 10 """);

        foreach (var select in new[] { "count(*)", "sum(duration)", "filter(count(*), WHERE error IS TRUE)" })
        {
            (await with.NumberAsync(select, "FROM Transaction")).ShouldBe(await without.NumberAsync(select, "FROM Transaction"), select);
        }
    }
}
