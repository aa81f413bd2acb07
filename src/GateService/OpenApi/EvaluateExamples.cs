using System.Text.Json.Nodes;

namespace GateService.OpenApi;

/// <summary>Requests one can send as they are; with the demo running, all of them find data.</summary>
internal static class EvaluateExamples
{
    public static IReadOnlyList<(string Name, string Summary, JsonObject Body)> All { get; } =
    [
        ("argo", "What Argo sends at the end of a step: every value a string", new JsonObject
        {
            ["mode"] = "step",
            ["service"] = "checkout",
            ["namespace"] = "shop",
            ["stableHash"] = "7d9f8c6b54",
            ["canaryHash"] = "5c6d7e8f",
            ["stepWeight"] = "5",
        }),
        ("background", "What Argo's background run sends: no weight, because its arguments are frozen", new JsonObject
        {
            ["mode"] = "background",
            ["service"] = "checkout",
            ["namespace"] = "shop",
            ["stableHash"] = "7d9f8c6b54",
            ["canaryHash"] = "5c6d7e8f",
        }),
        ("wider", "By hand: a longer look back, under a named policy", new JsonObject
        {
            ["service"] = "checkout",
            ["namespace"] = "shop",
            ["stableHash"] = "7d9f8c6b54",
            ["canaryHash"] = "5c6d7e8f",
            ["stepWeight"] = 25,
            ["window"] = "2h",
            ["policy"] = "http-default",
        }),
        ("preflight", "Before the first step: is the current version healthy enough to start?", new JsonObject
        {
            ["mode"] = "preflight",
            ["service"] = "checkout",
            ["namespace"] = "shop",
            ["stableHash"] = "7d9f8c6b54",
            ["window"] = "2h",
        }),
    ];
}
