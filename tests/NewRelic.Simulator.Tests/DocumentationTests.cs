using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NewRelic.Simulator.Faults;
using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Worlds;
using NewRelic.Simulator.Worlds.Dialects;

namespace NewRelic.Simulator.Tests;

/// <summary>What docs/simulator.md says is sent to a simulator, and must be so.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "simulator.md"));

    [Fact]
    public async Task Every_curl_of_the_page_succeeds_in_the_order_of_the_page()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        var commands = Curl().Matches(Page);

        foreach (Match command in commands)
        {
            using var request = new HttpRequestMessage(Method(command.Value), command.Groups["path"].Value);
            foreach (Match header in Header().Matches(command.Value).Where(header => header.Groups["name"].Value != "Content-Type"))
            {
                request.Headers.Add(header.Groups["name"].Value, header.Groups["value"].Value);
            }

            if (Body().Match(command.Value) is { Success: true } body)
            {
                request.Content = new StringContent(body.Groups["body"].Value);
            }

            using var response = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            response.IsSuccessStatusCode.ShouldBeTrue($"{command.Value}\n{answer}");
            answer.ShouldNotContain("\"errors\"");
        }

        commands.Count.ShouldBe(Regex.Count(Page, "^curl ", RegexOptions.Multiline));
    }

    [Fact]
    public void Every_kind_of_fault_is_in_the_table() =>
        Enum.GetValues<FaultKind>().Select(Camel).Where(kind => !Page.Contains($"\n| `{kind}` |", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public async Task Every_kind_of_world_is_in_the_table_with_its_verdict()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        foreach (var kind in Enum.GetValues<WorldKind>().Select(Camel))
        {
            var world = await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", $$"""{"kind":"{{kind}}"}""", HttpStatusCode.Created);

            Page.ShouldMatch($@"\n\| `{kind}` \|[^|\n]+\| {world["truth"]!["verdict"]!.GetValue<string>()} \|");
        }
    }

    [Fact]
    public void Every_dialect_is_in_the_table_with_its_protocols() =>
        Dialect.All.Select(dialect => $"\n| `{dialect.Name}` | {string.Join(", ", dialect.Protocols.Select(Camel))} | ").Where(row => !Page.Contains(row, StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_trait_and_limit_is_in_a_table() => typeof(WorldTraits).GetProperties().Concat(typeof(WorldLimits).GetProperties())
        .Where(field => field.GetCustomAttribute<JsonIgnoreAttribute>() is null && field.GetMethod is { IsStatic: false })
        .Select(field => $"\n| `{JsonNamingPolicy.CamelCase.ConvertName(field.Name)}` | ").Where(row => !Page.Contains(row, StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_setting_is_in_the_table_with_its_default()
    {
        var defaults = new SimulatorOptions();
        foreach (var setting in typeof(SimulatorOptions).GetProperties().Where(setting => setting.PropertyType == typeof(int)))
        {
            Page.ShouldContain($"| `{setting.Name}` | {setting.GetValue(defaults)} |");
        }
    }

    [Fact]
    public void Every_rule_of_NRQL_is_in_the_table() =>
        Enum.GetNames<NrqlRule>().Where(rule => !Regex.IsMatch(Page, $@"^\| (`\w+`, )?`{rule}`(, `\w+`)? \|", RegexOptions.Multiline)).ShouldBeEmpty();

    [Fact]
    public async Task A_rule_is_turned_off_by_its_setting()
    {
        const string Six = "SELECT count(*) FROM Transaction FACET a, b, c, d, e, f";
        await using var strict = await SimulatorHost.StartAsync();
        await using var lenient = await SimulatorHost.StartAsync(("Simulator:RulesOff:0", "FacetAttributes"));

        (await strict.AskAsync("query($nrql: Nrql!) { actor { account(id: 1) { nrql(query: $nrql) { results } } } }", new { nrql = Six }))["errors"].ShouldNotBeNull();
        (await lenient.RowsAsync(Six)).Count.ShouldBe(0);
    }

    [Fact]
    public async Task Every_function_of_the_page_is_known()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        foreach (Match function in Regex.Matches(Page, @"(?<=^\| (?:aggregates|numbers|texts|lists and maps|moments|events) \|[^\n]*)`(\w+)`", RegexOptions.Multiline))
        {
            var answer = await simulator.AskAsync("query($nrql: Nrql!) { actor { account(id: 1) { nrql(query: $nrql) { results } } } }", new { nrql = $"SELECT {function.Groups[1].Value}(a, b, c, d, e, f, g) FROM T" });

            (answer["errors"]?[0]!["message"]!.GetValue<string>() ?? "").ShouldNotContain("Unknown function");
        }
    }

    [Fact]
    public async Task Every_route_of_the_help_text_answers()
    {
        await using var simulator = await SimulatorHost.StartAsync();
        var help = await simulator.Http.GetStringAsync("/", TestContext.Current.CancellationToken);

        foreach (Match route in Route().Matches(help))
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(route.Groups["method"].Value), route.Groups["path"].Value.Replace("{id}", "1", StringComparison.Ordinal));
            using var response = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);

            response.StatusCode.ShouldNotBe(HttpStatusCode.MethodNotAllowed, route.Value);
            (response.StatusCode == HttpStatusCode.NotFound && !route.Value.Contains("worlds/", StringComparison.Ordinal)).ShouldBeFalse(route.Value);
        }

        (await simulator.SendAsync(HttpMethod.Get, "/health", null, HttpStatusCode.OK)).ToJsonString().ShouldBe(new JsonObject { ["status"] = "ok" }.ToJsonString());
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    private static string Camel<T>(T kind) => JsonNamingPolicy.CamelCase.ConvertName($"{kind}");

    private static HttpMethod Method(string command) => command switch
    {
        _ when command.Contains("-X ", StringComparison.Ordinal) => HttpMethod.Parse(Verb().Match(command).Groups[1].Value),
        _ when command.Contains(" -d ", StringComparison.Ordinal) => HttpMethod.Post,
        _ => HttpMethod.Get,
    };

    [GeneratedRegex(@"^curl [^\n']*'?http://127\.0\.0\.1:5310(?<path>/[^\s']+)'?([^\n']*'[^']*')*", RegexOptions.Multiline)]
    private static partial Regex Curl();

    [GeneratedRegex("-H '(?<name>[^:']+): (?<value>[^']+)'")]
    private static partial Regex Header();

    [GeneratedRegex("-d '(?<body>[^']*)'")]
    private static partial Regex Body();

    [GeneratedRegex(@"-X (\w+)")]
    private static partial Regex Verb();

    [GeneratedRegex(@"^(?<method>GET|POST|DELETE|PUT) +(?<path>/\S*)", RegexOptions.Multiline)]
    private static partial Regex Route();
}
