using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using GateService.Demo;
using Spectre.Console;

namespace GateService.Tests.Demo;

/// <summary>README tells people to send the examples of the contract as they are once the demo has played: they are sent here, from the document that its gate serves.</summary>
public sealed class PlayedExampleTests
{
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["healthy"] = "pass",
        ["slowQueryPlan"] = "fail",
        ["degradedUpstream"] = "pass",
        ["preflight"] = "pass",
        ["argoStep"] = "pass",
        ["argoBackground"] = "pass",
    };

    [Fact]
    public async Task Every_example_answers_as_it_says_after_the_demo()
    {
        var ct = TestContext.Current.CancellationToken;
        var options = new DemoOptions { GateUrl = FreeAddress(), SimulatorUrl = FreeAddress(), Pace = TimeSpan.Zero, Exit = true };
        await using var servers = await DemoServers.StartAsync(options, ct);
        await using var shown = new StringWriter();
        var screen = new Screen(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(shown) }));

        (await new Show(options, servers, screen, [.. Story.All.Take(3)]).PlayAsync(ct)).ShouldBe(0, shown.ToString());

        var answers = new Dictionary<string, (string Verdict, string Summary)>();
        foreach (var example in (await ExamplesAsync(servers.Gate, ct)).EnumerateObject())
        {
            using var answer = await servers.Gate.PostAsJsonAsync("/v1/gates/evaluate", example.Value.GetProperty("value"), ct);
            var judged = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            answers[example.Name] = (judged.GetProperty("verdict").GetString()!, judged.GetProperty("summary").GetString()!);
        }

        answers.ToDictionary(answer => answer.Key, answer => answer.Value.Verdict).ShouldBe(Expected, ignoreOrder: true, string.Join('\n', answers));
        answers["slowQueryPlan"].Summary.ShouldContain("postgres");
    }

    private static async Task<JsonElement> ExamplesAsync(HttpClient gate, CancellationToken ct) => (await gate.GetFromJsonAsync<JsonElement>("/openapi/v1.json", ct)).GetProperty("paths")
        .GetProperty("/v1/gates/evaluate").GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("examples");

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
