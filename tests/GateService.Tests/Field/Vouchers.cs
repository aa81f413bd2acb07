using System.Text.Json;
using System.Text.Json.Nodes;

namespace GateService.Tests.Field;

/// <summary>The service of the cases about what the canary's own requests do not show.</summary>
internal static class Vouchers
{
    public const string Service = "vouchers";

    public static readonly Dictionary<string, JsonNode> Broken = FieldRollout.Saying(("http.statusCode", 500), ("error", true), ("error.class", "System.InvalidOperationException"), ("error.message", "column missing"));

    public static Traffic Users(int perMinute) => new()
    {
        PerMinute = perMinute,
        Says = FieldRollout.Saying(("appName", Service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 200), ("error", false), ("request.uri", "/offers"), ("name", "WebTransaction/Uri/offers")),
    };

    public static Traffic Work(int perMinute) => Users(perMinute) with { Says = FieldRollout.Saying(("appName", Service), ("k8s.namespaceName", "retail"), ("transactionType", "Other"), ("error", false), ("name", "OtherTransaction/Message/offers")) };

    public static Traffic Sampled(string pod, double from, double to, params (string Name, JsonNode Value)[] says) => new()
    {
        EventType = "K8sPodSample",
        Pods = [pod],
        PodAttribute = "podName",
        PerMinute = 2,
        IsCapped = true,
        Takes = null,
        From = from,
        To = to,
        Says = FieldRollout.Saying([("namespaceName", "retail"), .. says]),
    };

    public static Traffic Containers(string pod, double from, double to, int restarts) => Sampled(pod, from, to, ("containerName", "app"), ("restartCount", restarts)) with { EventType = "K8sContainerSample" };

    public static bool Said(JsonElement answer, string kind) => answer.GetProperty("objectives").EnumerateArray().Any(objective => objective.GetProperty("kind").GetString() == kind);
}
