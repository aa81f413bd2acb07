using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Helm;

/// <summary>A key without a value takes its default away, and the library gives it back: from a copy, because it cannot read its own values.yaml.</summary>
public sealed class DefaultsTests(Workshop workshop)
{
    [Fact]
    public void The_defaults_of_the_library_are_those_of_its_values()
    {
        var template = File.ReadAllText(Repository.PathOf("charts", "progressive-delivery", "templates", "_defaults.tpl"));
        var json = template[template.IndexOf("\n{\n", StringComparison.Ordinal)..(template.IndexOf("\n}\n", StringComparison.Ordinal) + 3)];
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Repository.PathOf("charts", "progressive-delivery", "values.yaml"))));

        JsonNode.Parse(json)!.ToJsonString().ShouldBe(Json(stream.Documents[0].RootNode)!.ToJsonString());
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
