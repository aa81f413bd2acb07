using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Helm;

/// <summary>A key without a value takes its default away, and the charts give it back: from a copy, because they cannot read their own values.yaml.</summary>
public sealed class DefaultsTests(Workshop workshop)
{
    [Theory]
    [InlineData("progressive-delivery")]
    [InlineData("gate-service")]
    public void The_defaults_of_a_chart_are_those_of_its_values(string chart)
    {
        var template = File.ReadAllText(Repository.PathOf("charts", chart, "templates", "_defaults.tpl"));
        var json = template[template.IndexOf("\n{\n", StringComparison.Ordinal)..(template.IndexOf("\n}\n", StringComparison.Ordinal) + 3)];

        JsonNode.Parse(json)!.ToJsonString().ShouldBe(Json(Values(chart))!.ToJsonString());
    }

    /// <summary>Every section, and every key of one; those the smallest values write themselves are missing then, which is another test's.</summary>
    public static TheoryData<string> GateNulls =>
    [
        .. from entry in Values("gate-service").Children
           let section = ((YamlScalarNode)entry.Key).Value!
           from key in entry.Value is YamlMappingNode map ? [section, .. map.Children.Keys.Select(key => $"{section}.{((YamlScalarNode)key).Value}")] : new[] { section }
           where key is not ("newRelic" or "newRelic.accountId" or "auth" or "auth.tokens" or "resources.limits" or "resources.requests" or "dashboard.labels")
           select key,
    ];

    [Theory]
    [MemberData(nameof(GateNulls))]
    public async Task A_key_of_the_gate_s_without_a_value_has_its_default(string key) =>
        (await workshop.RenderGateAsync(key.Length % 2 + 3, "--set", $"{key}=null")).ShouldBe(await workshop.RenderGateAsync(4));

    [Theory]
    [InlineData("newRelic", "newRelic.accountId '': write the account's number")]
    [InlineData("auth", "auth.tokens is empty: nobody could ask")]
    [InlineData("auth.tokens", "auth.tokens is empty: nobody could ask")]
    public async Task One_of_the_gate_s_that_has_none_is_missing(string key, string fault)
    {
        foreach (var major in new[] { 3, 4 })
        {
            var rendered = await Workshop.Helm(major).TemplateAsync(workshop.Chart(major, "gate-service"), "gate-service", "--values", Workshop.SmallestGate, "--set", $"{key}=null");

            rendered.Error.ShouldContain(fault);
            rendered.Error.ShouldContain("refuses these values (1):");
        }
    }

    public static TheoryData<string> Nulls =>
    [
        "canary.steps", "canary.maxSurge", "canary.backgroundFromStep", "canary.preflight", "gate.tokenSecret", "gate.tokenSecret.key", "gate.args", "autoscaling.min", "autoscaling.triggers",
        "workload.type", "probe.path", "rbac.serviceAccount", "notifications.triggers", "gateway.name", "gateway.domain", "servicePort", "replicas", "argoRollouts", "selector", "migration", "cluster",
        "podSpec", "rolloutSpec", "routes", "podDisruptionBudget", "workloadRef", "change", "envFrom", "command",
    ];

    [Theory]
    [MemberData(nameof(Nulls))]
    public async Task A_key_without_a_value_has_its_default(string key) =>
        (await workshop.RenderExampleAsync(4, "http-service", "--set", $"progressive-delivery.{key}=null")).ShouldBe(await workshop.RenderExampleAsync(4, "http-service"));

    [Theory]
    [InlineData("service", "service is missing: write")]
    [InlineData("team", "team is missing: write")]
    [InlineData("image", "image is missing: write")]
    [InlineData("port", "port is missing: write")]
    public async Task One_that_has_none_is_missing(string key, string fault)
    {
        var rendered = await Workshop.Helm(4).TemplateAsync(workshop.Example(4, "http-service"), "shop", "--set", $"progressive-delivery.{key}=null");

        rendered.Error.ShouldContain(fault);
        rendered.Error.ShouldContain("refuses these values (1):");
    }

    private static YamlMappingNode Values(string chart)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Repository.PathOf("charts", chart, "values.yaml"))));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Json(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } scalar => JsonValue.Create(scalar.Value == "true"),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException($"a {node.NodeType} among the defaults"),
    };
}
