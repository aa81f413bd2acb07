using System.Text.Json.Nodes;
using GateService.Core.Policies.Reading;
using GateService.Policies;
using GateService.Tests.Hosting;
using GateService.Yaml;
using NJsonSchema;

namespace GateService.Tests.Policies;

/// <summary>The JSON Schema that editors use says the same as the reader.</summary>
public sealed class PolicySchemaTests
{
    public static TheoryData<string> Shipped => [.. Repository.PolicyFiles().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Every_shipped_file_is_valid(string file)
    {
        var schema = await Schema();

        var errors = schema.Validate(Json(Repository.PolicyFiles()[file]).ToJsonString());

        errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("kind: policy\nname: p\nobjectivs: {}")]
    [InlineData("kind: policy\nname: p\nobjectives:\n  x: {kind: errorRat, atMost: 1%}")]
    [InlineData("kind: policy\nname: p\nslices: {by: pod}")]
    public async Task What_the_reader_refuses_the_schema_refuses(string yaml)
    {
        var schema = await Schema();

        schema.Validate(Json(yaml).ToJsonString()).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_kind_of_objective_stands_in_the_schema()
    {
        var kinds = JsonNode.Parse(Repository.Read("policies/policy.schema.json"))!["definitions"]!["objective"]!["properties"]!["kind"]!["enum"]!.AsArray();

        kinds.Select(kind => kind!.GetValue<string>()).ShouldBe(ObjectiveReader.Kinds);
    }

    private static Task<JsonSchema> Schema() => JsonSchema.FromJsonAsync(Repository.Read("policies/policy.schema.json"));

    private static JsonNode Json(string yaml) => Convert(YamlPolicyReader.Read("file.yaml", yaml, []).ShouldNotBeNull())!;

    /// <summary>As a YAML editor sees the values: plain numbers and truths are what they look like.</summary>
    private static JsonNode? Convert(PolicyNode node) => node switch
    {
        PolicyNode.Map map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, Convert(entry.Value)))),
        PolicyNode.List list => new JsonArray([.. list.Items.Select(Convert)]),
        PolicyNode.Scalar { Text: null } => null,
        PolicyNode.Scalar { Text: "true" or "false" } scalar => JsonValue.Create(scalar.Text == "true"),
        PolicyNode.Scalar scalar when double.TryParse(scalar.Text, System.Globalization.CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        PolicyNode.Scalar scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };
}
