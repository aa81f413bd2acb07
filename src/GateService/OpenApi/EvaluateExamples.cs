using System.Text.Json.Nodes;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.OpenApi;

/// <summary>Requests about what the demo plays. Its own gate shows them with the moment they were played at (<see cref="PlayedExamples"/>), so that they can be sent as they are.</summary>
internal static class EvaluateExamples
{
    public static IReadOnlyList<(string Name, string Summary, JsonObject Body)> All { get; } =
    [
        ("healthy", "The demo's healthy canary: passes", Demo("checkout", "5c6d7e8f", "100", "http-otel")),
        ("slowQueryPlan", "The demo's slow query plan: fails, and says by how much", Demo("catalog", "5c6d9d7e", "5")),
        ("degradedUpstream", "The demo's degraded upstream: passes, because stable corroborates the errors", Demo("orders", "5c6dbc6d", "5")),
        ("preflight", "Before the first step: is the current version healthy enough to start?", new JsonObject
        {
            ["mode"] = "preflight",
            ["service"] = "checkout",
            ["namespace"] = "shop",
            ["stableHash"] = "7d9f8c6b54",
            ["policy"] = "http-otel",
            ["window"] = "2h",
        }),
        ("argoStep", "What Argo sends at the end of a step, every value a string", new JsonObject
        {
            ["mode"] = "step",
            ["service"] = "checkout",
            ["namespace"] = "shop",
            ["cluster"] = "prod-1",
            ["stableHash"] = "7d9f8c6b54",
            ["canaryHash"] = "5c6d7e8f",
            ["stepWeight"] = "5",
        }),
        ("argoBackground", "What Argo's background run sends: no weight, because its arguments are frozen", new JsonObject
        {
            ["mode"] = "background",
            ["service"] = "checkout",
            ["namespace"] = "shop",
            ["stableHash"] = "7d9f8c6b54",
            ["canaryHash"] = "5c6d7e8f",
        }),
    ];

    /// <summary>The beginning of an answer that fails; whole ones are in docs/api.md.</summary>
    public static JsonObject Answer(Verdict verdict) => new()
    {
        ["result"] = new JsonArray(Score(verdict), EnumNames.Of(verdict), $"{Summary(verdict)} decision 01M86RAPQCFYM8R6Z0990PQN1D"),
        ["verdict"] = EnumNames.Of(verdict),
        ["passed"] = verdict == Verdict.Pass,
        ["score"] = Score(verdict),
        ["summary"] = Summary(verdict),
        ["tripped"] = new JsonArray(),
        ["objectives"] = new JsonArray(),
        ["evidence"] = null,
        ["policy"] = new JsonObject { ["name"] = "http-default", ["revision"] = "e855f80f4e35" },
        ["decision"] = new JsonObject { ["id"] = "01M86RAPQCFYM8R6Z0990PQN1D", ["url"] = "https://gate.example.com/v1/decisions/01M86RAPQCFYM8R6Z0990PQN1D" },
        ["warnings"] = new JsonArray(),
    };

    private static JsonObject Demo(string service, string canaryHash, string weight, string? policy = null)
    {
        var body = new JsonObject
        {
            ["service"] = service,
            ["namespace"] = "shop",
            ["stableHash"] = "7d9f8c6b54",
            ["canaryHash"] = canaryHash,
            ["stepWeight"] = weight,
            ["window"] = "2h",
        };
        if (policy is not null)
        {
            body["policy"] = policy;
        }

        return body;
    }

    private static double Score(Verdict verdict) => verdict switch
    {
        Verdict.Pass => 88.2,
        Verdict.Fail => 32.8,
        Verdict.Inconclusive => 0,
    };

    private static string Summary(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "all 4 objectives proven harmless: error-rate 0.023 %, apdex 1, latency-p95 200 ms, success-rate 99.9 % (903 canary observations, 10m at weight 5)",
        Verdict.Fail => "error-rate 4.1 % over limit 2 %, against stable's 0.023 % (37 of 903 canary vs 4 of 17,201 stable requests, 10m at weight 5)",
        Verdict.Inconclusive => "no canary data while stable had 17,201 observations: the canary is not serving, its telemetry does not carry its pod name, or it reports under another name of the service at weight 5 (10m)",
    };
}
