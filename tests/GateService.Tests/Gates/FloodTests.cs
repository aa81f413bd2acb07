using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>One team floods the gate while New Relic takes its time with that team's questions; another team asks as ever.</summary>
public sealed class FloodTests
{
    private const string Flooding = "token-of-the-flood";

    [Fact]
    public async Task Of_one_teams_three_hundred_questions_another_teams_ten_notice_nothing()
    {
        var isOver = new TaskCompletionSource();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = async (http, question) =>
        {
            if (question.ToString().Contains("payments", StringComparison.Ordinal))
            {
                await isOver.Task;
            }

            await ScriptedNerdGraph.Slices(SliceCounts.HealthyCanary, SliceCounts.Healthy)(http, question);
        };
        await using var gate = await GateHost.StartAsync(nerdGraph, [.. GateHost.Patient, .. FloodingToken]);
        var flood = Enumerable.Range(0, 300).Select(number => AskAsync(gate, Flooding, Bodies.Step(("service", "payments"), ("canaryHash", $"5c6d7e{number}")).ToJsonString())).ToList();
        await Task.WhenAny(flood); // What is beyond its share is told at once; the rest is under way or waits.

        var others = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => AskAsync(gate, GateHost.Token, Bodies.Step(("canaryHash", $"5c6d8e{number}")).ToJsonString())));

        others.ShouldAllBe(answer => answer.Verdict() == "pass");
        isOver.SetResult();
        var answers = await Task.WhenAll(flood);
        answers.ShouldAllBe(answer => answer.Verdict() == "pass" || answer.Verdict() == "inconclusive");
        var shed = answers.Where(answer => answer.GetProperty("decision").ValueKind == JsonValueKind.Null).ToList();
        shed.Count.ShouldBeInRange(92, 299);
        shed[0].Reason().ShouldBe("token 'flood' has 8 evaluations under way, and more wait for their turn than can be answered in time: expected fewer at once; ask again in 10 s; nothing was evaluated");
    }

    [Fact]
    public async Task A_shell_reads_when_to_ask_again()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph, ("Shares:RequestsPerMinute", "1"));
        (await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).Verdict().ShouldBe("pass");

        using var second = await gate.PostAsync("/v1/gates/check", Bodies.Step().ToJsonString());

        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
        (await second.Content.ReadAsStringAsync()).ShouldContain("asks more than 1 questions a minute");
    }

    private static IReadOnlyList<(string Key, string? Value)> FloodingToken =>
    [
        ("Auth:Tokens:1:Name", "flood"),
        ("Auth:Tokens:1:Team", "pay"),
        ("Auth:Tokens:1:Sha256", GateHost.Sha256(Flooding)),
        ("Auth:Tokens:1:Services:0", "*"),
        ("Auth:Tokens:1:Namespaces:0", "*"),
    ];

    private static Task<JsonElement> AskAsync(GateHost gate, string token, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/gates/evaluate") { Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json")) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return gate.Client.SendAsync(request).JudgedAsync();
    }
}
