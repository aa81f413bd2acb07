using System.Net;
using System.Text.Json;

namespace GateService.Tests.Hosting;

/// <summary>Reads answers the way a strict reader would.</summary>
internal static class Answers
{
    /// <summary>The body of a 200, held against everything Argo needs of every one of them.</summary>
    public static async Task<JsonElement> JudgedAsync(this Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        var body = await response.Content.ReadAsByteArrayAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, System.Text.Encoding.UTF8.GetString(body));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        response.Content.Headers.ContentLength.ShouldBe(body.Length);
        response.Headers.TransferEncodingChunked.ShouldBeNull();
        body[0].ShouldBe((byte)'{');
        var json = JsonSerializer.Deserialize<JsonElement>(body);
        var result = json.GetProperty("result");
        result.GetArrayLength().ShouldBe(3);
        double.IsFinite(result[0].GetDouble()).ShouldBeTrue();
        result[1].GetString().ShouldBeOneOf("pass", "fail", "inconclusive");
        json.GetProperty("verdict").GetString().ShouldBe(result[1].GetString());
        ShouldBeOneLine(result[2].GetString()!);
        return json;
    }

    public static string Verdict(this JsonElement answer) => answer.GetProperty("verdict").GetString()!;

    public static string Reason(this JsonElement answer) => answer.GetProperty("result")[2].GetString()!;

    public static IReadOnlyList<string> Warnings(this JsonElement answer) => [.. answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)];

    /// <summary>A refusal: problem+json of the expected status.</summary>
    public static async Task<JsonElement> RefusedAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status)
    {
        using var response = await asked;
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    public static string Fault(this JsonElement problem, string field) => problem.GetProperty("errors").GetProperty(field)[0].GetString()!;

    private static void ShouldBeOneLine(string reason)
    {
        reason.Length.ShouldBeInRange(1, 300);
        reason.ShouldNotContain(GateHost.ApiKey);
        reason.ShouldNotContain(GateHost.Token);
        reason.IndexOfAny(['<', '>', '&']).ShouldBe(-1, reason);
        reason.Any(char.IsControl).ShouldBeFalse(reason);
    }
}
