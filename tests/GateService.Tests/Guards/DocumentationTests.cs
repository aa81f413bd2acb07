using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using GateService.Callers;
using GateService.Gates;
using GateService.History;
using GateService.Http;
using GateService.Notifications;
using GateService.Policies;
using GateService.Telemetry;
using GateService.Tests.Hosting;
using GateService.Wire;
using NewRelic.Api;
using YamlDotNet.RepresentationModel;

namespace GateService.Tests.Guards;

/// <summary>What the documents show is what the code takes and gives.</summary>
public sealed partial class DocumentationTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private static readonly JsonSerializerOptions Strict = new(JsonAnswer.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public static TheoryData<string> JsonSamples => [.. Samples("json")];

    public static TheoryData<string> YamlSamples => [.. Samples("yaml")];

    [Theory]
    [MemberData(nameof(JsonSamples))]
    public async Task Every_JSON_sample_is_what_it_says(string sample)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(sample);

        if (json.TryGetProperty("service", out _))
        {
            (await fixture.Gate.EvaluateAsync(sample).JudgedAsync()).Warnings().ShouldBeEmpty();
        }
        else if (json.TryGetProperty("result", out _))
        {
            JsonSerializer.Deserialize<EvaluateResponse>(sample, Strict)!.Result.Length.ShouldBe(3);
        }
        else if (json.TryGetProperty("Auth", out var auth))
        {
            var options = auth.Deserialize<AuthOptions>(Strict)!;
            new AuthOptionsValidator().Validate(null, options).Succeeded.ShouldBeTrue();
        }
        else if (json.TryGetProperty("Notifications", out var notifications))
        {
            var channels = notifications.Deserialize<NotificationOptions>(Strict)!;
            channels.Channels.Count.ShouldBe(Enum.GetValues<ChannelKind>().Length);
            new NotificationOptionsValidator().Validate(null, channels).FailureMessage.ShouldBeNull();
        }
        else
        {
            json.TryGetProperty("status", out _).ShouldBeTrue("a JSON sample that no test knows");
        }
    }

    [Theory]
    [MemberData(nameof(YamlSamples))]
    public void Every_metric_in_a_template_reads_the_result_by_both_conditions(string sample)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(sample));

        foreach (var metric in Maps(yaml.Documents[0].RootNode).Where(map => map.Children.ContainsKey("provider")))
        {
            metric["successCondition"].ToString().ShouldBe("result[1] == \"pass\"");
            metric["failureCondition"].ToString().ShouldBe("result[1] == \"fail\"");
            metric["provider"]["web"]["jsonPath"].ToString().ShouldBe("{$.result}");
            var fields = ((YamlMappingNode)metric["provider"]["web"]["jsonBody"]).Children.Keys.Select(key => key.ToString());
            fields.Except(RequestFields()).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Every_setting_is_documented_and_nothing_else()
    {
        var documented = SettingRow().Matches(Repository.Read("docs", "operations.md")).Select(match => match.Groups[1].Value).Order();
        var inCode = Keys<NerdGraphOptions>("NewRelic").Concat(Keys<GateOptions>("Gate")).Concat(Keys<PolicyOptions>("Policies"))
            .Concat(Keys<HistoryOptions>("History")).Concat(Keys<NotificationOptions>("Notifications")).Concat(Keys<TelemetryOptions>("Telemetry")).Concat(Keys<AuthOptions>("Auth")).Concat(Keys<SharesOptions>("Shares")).Order();

        documented.ShouldBe(inCode);
    }

    [Fact]
    public void Every_field_of_a_request_and_of_an_answer_is_documented()
    {
        var api = Repository.Read("docs", "api.md");

        foreach (var field in RequestFields().Concat(Names<EvaluateResponse>()).Concat(Names<ObjectiveResponse>()))
        {
            api.ShouldContain(field);
        }
    }

    /// <summary>"Always complete JSON": an example that leaves out a field says that an answer may.</summary>
    [Fact]
    public void Examples_of_answers_hold_every_field_in_its_order()
    {
        var answers = Samples("json").Select(sample => JsonDocument.Parse(sample).RootElement).Where(sample => sample.ValueKind == JsonValueKind.Object && sample.TryGetProperty("verdict", out _)).ToList();

        answers.Count.ShouldBeGreaterThan(1);
        answers.ShouldAllBe(answer => answer.EnumerateObject().Select(field => field.Name).SequenceEqual(Written<EvaluateResponse>()));
        answers.SelectMany(answer => answer.GetProperty("tripped").EnumerateArray()).ShouldAllBe(objective => objective.EnumerateObject().Select(field => field.Name).SequenceEqual(Written<ObjectiveResponse>()));
    }

    /// <summary>A policy that nobody finds is written again by everyone who needs it.</summary>
    [Fact]
    public void Every_shipped_policy_is_listed_where_policies_say_what_is_shipped()
    {
        var text = Repository.Read("docs", "policies.md");
        var begin = text.IndexOf("\nShipped: ", StringComparison.Ordinal);
        var listed = Name().Matches(text[begin..text.IndexOf("\n\n", begin, StringComparison.Ordinal)]).Select(match => match.Groups[1].Value).Distinct();

        listed.Order().ShouldBe(Directory.EnumerateFiles(Repository.PathOf("policies"), "*.yaml").Where(file => File.ReadAllText(file).Contains("\nkind: policy\n", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)).Order());
    }

    private static IEnumerable<string> RequestFields() => Names<EvaluateRequest>();

    private static IEnumerable<string> Names<T>() => typeof(T).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private static IEnumerable<string> Written<T>() =>
        typeof(T).GetProperties().Where(property => property.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

    private static IEnumerable<string> Keys<T>(string section) =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => $"{section}:{property.Name}");

    private static IEnumerable<YamlMappingNode> Maps(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.Values.SelectMany(Maps).Prepend(map),
        YamlSequenceNode list => list.SelectMany(Maps),
        _ => [],
    };

    private static IEnumerable<string> Samples(string language) => new[] { "api.md", "operations.md", "notifications.md" }
        .SelectMany(file => Fence().Matches(Repository.Read("docs", file)))
        .Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\| `(\w+:\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();
}
