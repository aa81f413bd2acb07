using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>The same question for shells: the status code is the verdict.</summary>
public sealed class CheckTests
{
    private static readonly SliceCounts Broken = new(903, 37);
    private static readonly SliceCounts Few = new(3, 0);

    public static TheoryData<string, HttpStatusCode> Verdicts => new()
    {
        { "pass", HttpStatusCode.OK },
        { "fail", HttpStatusCode.Conflict },
        { "inconclusive", HttpStatusCode.PreconditionFailed },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task The_status_is_the_verdict_and_the_text_says_why(string verdict, HttpStatusCode status)
    {
        using var response = await AskAsync(verdict, null);

        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldStartWith($"{verdict}: ");
        text.ShouldContain("error-rate");
        text.ShouldContain("/v1/decisions/");
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task Markdown_and_JSON_come_for_the_asking(string verdict, HttpStatusCode status)
    {
        using var markdown = await AskAsync(verdict, "text/markdown");
        using var json = await AskAsync(verdict, "application/json");

        markdown.StatusCode.ShouldBe(status);
        (await markdown.Content.ReadAsStringAsync()).ShouldStartWith($"**{verdict}**: ");
        json.StatusCode.ShouldBe(status);
        JsonSerializer.Deserialize<JsonElement>(await json.Content.ReadAsStringAsync()).Verdict().ShouldBe(verdict);
    }

    [Fact]
    public async Task A_tripped_threshold_says_value_limit_counts_and_slice()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Slices(Broken, SliceCounts.Healthy);
        await using var gate = await GateHost.StartAsync(nerdGraph);

        var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();

        answer.Reason().ShouldStartWith("error-rate 4.1 % over limit 2 %, against stable's 0.023 % (37 of 903 canary vs 4 of 17,201 stable requests, 10m at weight 5)");
        var tripped = answer.GetProperty("tripped")[0];
        tripped.GetProperty("objective").GetString().ShouldBe("error-rate");
        tripped.GetProperty("value").GetDouble().ShouldBe(37.0 / 903);
        tripped.GetProperty("threshold").GetDouble().ShouldBe(0.02);
        tripped.GetProperty("comparison").GetString().ShouldBe("at most");
        answer.GetProperty("evidence").GetProperty("queries")[0].GetProperty("nrql").GetString()!.ShouldContain("FROM Transaction");
    }

    private static async Task<HttpResponseMessage> AskAsync(string verdict, string? accept)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Slices(verdict switch { "pass" => SliceCounts.Healthy, "fail" => Broken, _ => Few }, SliceCounts.Healthy);
        await using var gate = await GateHost.StartAsync(nerdGraph);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/gates/check") { Content = new StringContent(Bodies.Step().ToJsonString()) };
        if (accept is not null)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        }

        var response = await gate.Client.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }
}
