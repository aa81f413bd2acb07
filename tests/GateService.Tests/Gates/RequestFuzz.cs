using System.Net;
using System.Text;
using System.Text.Json;

namespace GateService.Tests.Gates;

/// <summary>
/// Requests as a careless template, a scanner or a bored person would send them, the same for the same seed, and what must hold of every answer. Also the
/// generator of <c>fuzz-requests</c> in tests/GateService.Benchmarks, which sends many more to a process of its own.
/// </summary>
internal sealed class RequestFuzz(HttpClient gate, int seed)
{
    private static readonly string[] Fields =
        ["service", "namespace", "rollout", "team", "strategy", "mode", "canaryHash", "stableHash", "revision", "stepIndex", "stepWeight", "stepStartedAt", "rolloutStartedAt", "window", "policy", "at", "args", "other"];

    private static readonly string[] Texts =
    [
        "", " ", "checkout", "5", "-1", "1e308", "1e999", "NaN", "Infinity", "-Infinity", "0001-01-01T00:00:00Z", "0001-01-02", "9999-12-31T23:59:59Z", "2000-01-01", "99999999999999999999", "253402300799999",
        "P99999999999Y", "PT0S", "10m", "24h", "87600h", "null", "{{args.x}}", "a\0b", "\u202e", "\ud83d\ude00", "<script>", "' OR 1=1 --", "%00", "../../etc/passwd", "step", "preflight", "background", "rolling", "blue-green",
        "http-threshold", "http-default", "worker-default", "7d9f8c6b54", "5c6d7e8f", "x'.y\\", "٣", new('x', 300), new('漢', 2000),
    ];

    private static readonly string[] Bodies =
        ["", "null", "[]", "{", "\"x\"", "{\"service\":", "{\"service\":\"\\ud800\"}", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}", "{\"service\":\"a\",\"service\":\"b\"}", "\ufeff{}", "{}{}", "nan"];

    private static readonly string[] Posts =
        ["/v1/gates/evaluate", "/v1/gates/check", "/v1/flagger/rollout", "/v1/flagger/confirm", "/v1/flagger/rollback", "/v1/policies/classify", "/v1/decisions/01M86RAPQCFYM8R6Z0990PQN1D/label", "/v1/outbox/x/replay", "/sign-in"];

    private static readonly string[] Gets =
        ["/v1/decisions", "/v1/scoreboard", "/v1/outbox", "/v1/rollouts/shop/checkout", "/v1/decisions/", "/v1/policies/effective", "/", "/scoreboard", "/policies", "/rollouts/x/é", "/decisions/x"];

    private static readonly string[] Queries = ["team", "service", "namespace", "rollout", "hash", "verdict", "from", "to", "cursor", "limit", "state", "days", "strategy", "at"];

    private static readonly JsonSerializerOptions AsIs = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Random _dice = new(seed);

    /// <summary>One more request; null when its answer is as it must be, else what is wrong with it.</summary>
    public async Task<string?> NextAsync(TimeSpan patience)
    {
        using var request = Request();
        var said = $"{request.Method} {request.RequestUri} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync())}";
        using var late = new CancellationTokenSource(patience);
        try
        {
            using var answer = await gate.SendAsync(request, late.Token);
            var body = await answer.Content.ReadAsStringAsync(late.Token);
            return Fault(request, answer, body) is { } fault ? $"{fault}: {said} -> {(int)answer.StatusCode} {body}" : null;
        }
        catch (OperationCanceledException)
        {
            return $"no answer in {patience.TotalSeconds:0} s: {said}";
        }
        catch (HttpRequestException e)
        {
            return $"{e.Message}: {said}";
        }
    }

    /// <summary>Nothing in the world under test passes, so that a 2xx "pass" is made of thin air.</summary>
    private static string? Fault(HttpRequestMessage request, HttpResponseMessage answer, string body)
    {
        var path = request.RequestUri!.OriginalString;
        return (int)answer.StatusCode >= 500 ? "a status of 5xx"
            : !answer.IsSuccessStatusCode && body.Contains("Exception", StringComparison.Ordinal) ? "our insides"
            : path.StartsWith("/v1/gates/evaluate", StringComparison.Ordinal) && answer.StatusCode != HttpStatusCode.OK ? "no verdict for a good token"
            : path.StartsWith("/v1/gates/evaluate", StringComparison.Ordinal) && JsonSerializer.Deserialize<JsonElement>(body).GetProperty("result")[1].GetString() != "inconclusive" ? "a verdict out of thin air"
            : path.StartsWith("/v1/gates/check", StringComparison.Ordinal) && answer.IsSuccessStatusCode ? "a pass out of thin air"
            : path.StartsWith("/v1/flagger", StringComparison.Ordinal) && answer.IsSuccessStatusCode ? "a pass or a rollback out of thin air"
            : null;
    }

    private HttpRequestMessage Request()
    {
        if (_dice.Next(5) == 0)
        {
            var query = string.Join('&', Enumerable.Range(0, _dice.Next(4)).Select(_ => $"{Any(Queries)}={(_dice.Next(8) == 0 ? "%00" : Uri.EscapeDataString(Any(Texts)))}"));
            return new HttpRequestMessage(HttpMethod.Get, $"{Any(Gets)}?{query}");
        }

        var path = _dice.Next(3) > 0 ? "/v1/gates/evaluate" : Any(Posts);
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(_dice.Next(12) == 0 ? Any(Bodies) : Body(path), Encoding.UTF8, path == "/sign-in" ? "application/x-www-form-urlencoded" : "application/json") };
        if (_dice.Next(10) == 0)
        {
            request.Headers.TryAddWithoutValidation("X-Gate-Timeout-Seconds", Any(["0.5", "1", "-1", "NaN", "-Infinity", "1e308", "soon", "121"]));
        }

        return request;
    }

    private string Body(string path) =>
        path.StartsWith("/v1/flagger", StringComparison.Ordinal) ? $"{{\"name\":{Value()},\"namespace\":{Value()},\"checksum\":{Value()},\"metadata\":{{\"{Any(Fields)}\":{Value()},\"{Any(Fields)}\":{Value()}}}}}"
        : path.EndsWith("/label", StringComparison.Ordinal) ? $"{{\"label\":{Value()},\"reason\":{Value()},\"who\":{Value()}}}"
        : path == "/sign-in" ? $"token={Uri.EscapeDataString(Any(Texts))}&to={Uri.EscapeDataString(Any(Texts))}"
        : $"{{{string.Join(',', Members())}}}";

    /// <summary>A good question with some of it changed, so that most get past the validator.</summary>
    private IEnumerable<string> Members()
    {
        var good = new Dictionary<string, string> { ["service"] = "\"checkout\"", ["namespace"] = "\"shop\"", ["canaryHash"] = "\"5c6d7e8f\"", ["stableHash"] = "\"7d9f8c6b54\"", ["stepWeight"] = "\"5\"" };
        foreach (var _ in Enumerable.Range(0, _dice.Next(4)))
        {
            good[Any(Fields)] = Value();
        }

        return good.Select(field => $"\"{field.Key}\":{field.Value}").Concat(_dice.Next(20) == 0 ? ["\"service\":\"twice\""] : []);
    }

    private string Value() => _dice.Next(8) switch
    {
        0 => Any(["null", "5", "-1", "1e400", "true", "[]", "{}", "{\"a\":\"b\"}", "{\"a\":1,\"a\":2}", "0.1e-400", "12345678901234567890"]),
        1 => JsonSerializer.Serialize(DateTimeOffset.UnixEpoch.AddSeconds(_dice.NextInt64(-62_135_596_800, 253_402_300_799)), AsIs),
        2 => $"{_dice.NextInt64()}",
        _ => JsonSerializer.Serialize(Any(Texts), AsIs),
    };

    private string Any(string[] of) => of[_dice.Next(of.Length)];
}
