using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Charts.Tests.Driven;
using Charts.Tests.Helm;
using GateService;
using GateService.Demo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Documents;

/// <summary>docker-compose.yml starts with something to look at: its gate, its demo and its token fit each other.</summary>
public sealed class ComposeTests(GateOverSimulator servers) : IClassFixture<GateOverSimulator>
{
    private static readonly Manifest Base = Manifest.All(Repository.Read("docker-compose.yml")).Single();
    private static readonly Manifest Postgres = Manifest.All(Repository.Read("docker-compose.postgres.yml")).Single();

    [Fact]
    public void No_key_is_there_that_compose_calls_obsolete() =>
        new[] { Base, Postgres }.SelectMany(file => file.Root.Children.Keys).Select(key => key.ToString()).Except(["services", "volumes"]).ShouldBeEmpty();

    [Fact]
    public void Whoever_is_waited_for_has_a_health_check_and_is_waited_for_until_it_is_well()
    {
        var services = new[] { Base, Postgres }.SelectMany(file => ((YamlMappingNode)file.Find("services")!).Children).ToLookup(entry => entry.Key.ToString(), entry => entry.Value);

        var waits = services.SelectMany(service => service.SelectMany(part => Manifest.Find(part, "depends_on") is YamlMappingNode on
            ? on.Children.Select(entry => (Who: service.Key, For: entry.Key.ToString(), Condition: Manifest.Scalar(entry.Value, "condition"))) : [])).ToList();

        waits.Select(wait => (wait.Who, wait.For)).ShouldBe([("gate", "simulator"), ("gate", "postgres"), ("demo", "gate")], ignoreOrder: true);
        waits.ShouldAllBe(wait => wait.Condition == "service_healthy");
        waits.ShouldAllBe(wait => services[wait.For].Any(part => Manifest.Find(part, "healthcheck.test") != null));
    }

    [Fact]
    public void Every_image_that_is_built_is_a_stage_of_the_Dockerfile() =>
        ((YamlMappingNode)Base.Find("services")!).Children.Values.Select(service => Manifest.Scalar(service, "build.target"))
            .ShouldAllBe(target => Repository.Read("Dockerfile").Contains($" AS {target}\n", StringComparison.Ordinal));

    [Fact]
    public void The_token_of_the_demo_is_the_one_whose_hash_the_gate_knows() =>
        Variables("gate")["Auth__Tokens__0__Sha256"].ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Variables("demo")["GATE_TOKEN"]))));

    [Fact]
    public async Task The_health_check_of_the_gate_is_answered()
    {
        var check = Words("services.gate.healthcheck.test");
        check[..4].ShouldBe(["CMD", "dotnet", "/app/GateService.dll", "ask"]);

        (await Command.RunAsync("dotnet", AppContext.BaseDirectory, ["GateService.dll", "ask", servers.Gate.BaseAddress!.ToString()])).Good();
    }

    [Fact]
    public async Task The_demo_plays_against_the_gate_and_what_it_played_is_there_to_be_read()
    {
        await using var gate = GateServiceApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Configuration.AddInMemoryCollection(Variables("gate").ToDictionary(variable => variable.Key.Replace("__", ":", StringComparison.Ordinal), variable => (string?)variable.Value));
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["NewRelic:Endpoint"] = new Uri(servers.Simulator.BaseAddress!, "/graphql").ToString(),
                ["History:ConnectionString"] = $"Data Source=compose-{Guid.NewGuid():N};Mode=Memory;Cache=Shared",
                ["Policies:Directory"] = Repository.PathOf("policies"),
            });
        });
        await gate.StartAsync();
        var options = DemoOptions.Parse(Words("services.demo.command")) with
        {
            // One world, and no time between its minutes: what is looked at is that they reach each other.
            World = "totalFailureBurst",
            Pace = TimeSpan.Zero,
            Token = Variables("demo")["GATE_TOKEN"],
            GateUrl = new Uri(gate.Urls.First()),
            SimulatorUrl = servers.Simulator.BaseAddress!,
        };
        await using var demo = await DemoServers.StartAsync(options, TestContext.Current.CancellationToken);

        var wrong = await new Show(options, demo, new Screen(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }))).PlayAsync(TestContext.Current.CancellationToken);

        wrong.ShouldBe(0);
        var decisions = await JsonSerializer.DeserializeAsync<JsonElement>(await demo.Gate.GetStreamAsync("/v1/decisions"), JsonSerializerOptions.Web);
        decisions.GetProperty("decisions").EnumerateArray().Select(decision => decision.GetProperty("verdict").GetString()).ShouldContain("fail");
    }

    private static Dictionary<string, string> Variables(string service) =>
        ((YamlMappingNode)Base.Find($"services.{service}.environment")!).Children.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value.ToString());

    private static List<string> Words(string path) => [.. ((YamlSequenceNode)Base.Find(path)!).Children.Select(word => word.ToString())];
}
