using System.Text.Json.Nodes;
using GateService.Core.Policies.Reading;

namespace GateService.Cli.Linting;

/// <summary>Findings as SARIF 2.1.0.</summary>
internal static class SarifLog
{
    private const string Faulty = "policy-fault";
    private const string Doubtful = "telemetry-doubt";

    /// <param name="report">What was found.</param>
    /// <param name="version">Of this program.</param>
    public static JsonObject Of(LintReport report, string version) => new()
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = "gatectl",
                    ["semanticVersion"] = version,
                    ["rules"] = new JsonArray(
                        Rule(Faulty, "error", "The gate refuses this policy file, or no event of New Relic's bears out what it says."),
                        Rule(Doubtful, "warning", "What New Relic holds makes this value doubtful.")),
                },
            },
            ["columnKind"] = "utf16CodeUnits",
            ["results"] = new JsonArray([.. report.Faults.Select(fault => Result(Faulty, 0, "error", fault)), .. report.Warnings.Select(fault => Result(Doubtful, 1, "warning", fault))]),
        }),
    };

    private static JsonObject Rule(string id, string level, string means) => new()
    {
        ["id"] = id,
        ["shortDescription"] = new JsonObject { ["text"] = means },
        ["defaultConfiguration"] = new JsonObject { ["level"] = level },
    };

    private static JsonNode Result(string rule, int index, string level, PolicyFault fault) => new JsonObject
    {
        ["ruleId"] = rule,
        ["ruleIndex"] = index,
        ["level"] = level,
        ["message"] = new JsonObject { ["text"] = fault.Path.Length == 0 ? fault.Message : $"{fault.Path}: {fault.Message}" },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = Uri(fault.File) },
                ["region"] = new JsonObject { ["startLine"] = Math.Max(1, fault.Line) },
            },
        }),
    };

    /// <summary>Relative, every part escaped.</summary>
    private static string Uri(string file) => string.Join('/', file.Split('/').Select(System.Uri.EscapeDataString));
}
