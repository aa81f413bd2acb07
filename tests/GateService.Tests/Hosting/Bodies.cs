using System.Text.Json.Nodes;

namespace GateService.Tests.Hosting;

/// <summary>Request bodies; a test changes only what matters to it.</summary>
internal static class Bodies
{
    /// <summary>
    /// What Argo sends at the end of a step: every value a string. Judged by plain thresholds, because these tests are about words on the wire and
    /// answer with counts over a whole window; evidence from bucket to bucket is the worlds' business.
    /// </summary>
    public static JsonObject Step(params (string Field, JsonNode? Value)[] changes)
    {
        var body = new JsonObject
        {
            ["mode"] = "step",
            ["service"] = "checkout",
            ["namespace"] = "shop",
            ["stableHash"] = "7d9f8c6b54",
            ["canaryHash"] = "5c6d7e8f",
            ["stepWeight"] = "5",
            ["policy"] = "http-threshold",
        };
        foreach (var (field, value) in changes)
        {
            body[field] = value;
        }

        return body;
    }

    public static JsonObject Without(this JsonObject body, string field)
    {
        body.Remove(field);
        return body;
    }
}
