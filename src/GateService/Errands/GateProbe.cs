using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NewRelic.Api;

namespace GateService.Errands;

/// <summary>
/// Asks a gate that runs somewhere else whether it is ready and answers: for <c>helm test</c> and for health checks of containers, whose image has no other
/// client.
/// </summary>
internal static class GateProbe
{
    public const string Verb = "ask";

    /// <summary>Holds the token to ask with; without one the gate must refuse the question.</summary>
    public const string TokenVariable = "GATE_TOKEN";

    private const string Usage = "expected: ask URL [SERVICE NAMESPACE], such as: ask http://127.0.0.1:5300 checkout shop";

    /// <summary>As long as Argo's templates wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks whether the gate is ready and, where a service and its namespace are given, for a verdict about it. Says on standard output what came.</summary>
    /// <param name="args">Address of the gate; a service and its namespace.</param>
    /// <returns>0 where everything came as it should, 1 where something did not, 2 where the arguments cannot be taken.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args is not ([_] or [_, _, _]) || !Uri.TryCreate(args[0], UriKind.Absolute, out var gate) || gate.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"{Usage}; got '{string.Join(' ', args)}'");
            return 2;
        }

        using var client = new HttpClient { BaseAddress = gate, Timeout = Patience };
        try
        {
            var ready = await IsReadyAsync(client);
            return ready && (args.Count == 1 || await AnswersAsync(client, args[1], args[2])) ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException)
        {
            Console.WriteLine($"{gate} gave no answer within {Patience.TotalSeconds} s: {ConnectionTrouble.Say(e)}");
            return 1;
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/healthz/ready");
        Console.WriteLine($"ready: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Of an hour ago, so that it is nobody's running rollout: any verdict will do, because this asks whether the gate answers and not whether a canary is well.</summary>
    private static async Task<bool> AnswersAsync(HttpClient client, string service, string @namespace)
    {
        var token = Environment.GetEnvironmentVariable(TokenVariable) ?? "";
        client.DefaultRequestHeaders.Authorization = token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", token);
        var question = new
        {
            mode = "background",
            service,
            @namespace,
            stableHash = "7d9f8c6b54",
            canaryHash = "5c6d7e8f",
            at = (TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1)).ToUnixTimeMilliseconds(),
        };
        using var answer = await client.PostAsJsonAsync("/v1/gates/evaluate", question);
        var body = await answer.Content.ReadAsStringAsync();
        Console.WriteLine($"evaluation of {@namespace}/{service}: {(int)answer.StatusCode} {body}");
        return token.Length == 0 ? answer.StatusCode == HttpStatusCode.Unauthorized : answer.StatusCode == HttpStatusCode.OK && IsVerdict(body);
    }

    /// <summary>An evaluation that could not be taken is a 200 too, without a decision: then the token may not ask about the service.</summary>
    private static bool IsVerdict(string body)
    {
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.TryGetProperty("decision", out var decision) && decision.ValueKind == JsonValueKind.Object;
    }
}
