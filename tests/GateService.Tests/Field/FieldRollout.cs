using System.Text.Json.Nodes;

namespace GateService.Tests.Field;

/// <summary>
/// A rollout as some team's telemetry tells it: half an hour of stable alone, then ten minutes of both at weight 25. Each case is built after a kind of trouble
/// that people reported; the data is ours.
/// </summary>
internal sealed class FieldRollout(string service)
{
    public const string CanaryHash = "6b8f4d9c57";
    public const string StableHash = "58c7d6f9bb";

    /// <summary>Minutes after its begin that the rollout is judged, and that traffic ends.</summary>
    public const int Judged = 10;
    public const int Until = 12;

    /// <summary>Minutes before its begin that stable served alone.</summary>
    public const int Past = 30;

    private readonly List<Traffic> _traffic = [];
    private readonly List<string> _lines = [];

    public static DateTimeOffset Begin { get; } = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public string Service => service;

    public static IReadOnlyList<string> StablePods(string rollout) => [.. new[] { "k4x2p", "m9w7t", "z2q8v" }.Select(end => $"{rollout}-{StableHash}-{end}")];

    public static IReadOnlyList<string> CanaryPods(string rollout) => [$"{rollout}-{CanaryHash}-h5n3r"];

    /// <summary>What every event of it says.</summary>
    public static Dictionary<string, JsonNode> Saying(params (string Name, JsonNode Value)[] says) => says.ToDictionary(said => said.Name, said => said.Value);

    /// <summary>Events that hang together, as they are.</summary>
    public FieldRollout With(IEnumerable<string> lines)
    {
        _lines.AddRange(lines);
        return this;
    }

    public FieldRollout With(Traffic traffic)
    {
        _traffic.Add(traffic);
        return this;
    }

    /// <summary>Three pods of stable since half an hour, from the pods of the service's own name.</summary>
    public FieldRollout Stable(Traffic traffic) => With(traffic with { Pods = traffic.Pods.Count > 0 ? traffic.Pods : StablePods(service), From = -Past });

    /// <summary>One pod of the canary since the rollout began.</summary>
    public FieldRollout Canary(Traffic traffic) => With(traffic with { Pods = traffic.Pods.Count > 0 ? traffic.Pods : CanaryPods(service) });

    /// <summary>Stable and canary alike, the canary at a quarter of the traffic.</summary>
    public FieldRollout Both(Traffic traffic) => Stable(traffic).Canary(traffic with { PerMinute = traffic.PerMinute / 3 });

    public string Events()
    {
        var dice = new Random(41);
        return string.Join('\n', _traffic.SelectMany(traffic => traffic.Lines(Begin, dice)).Concat(_lines));
    }

    /// <summary>What Argo asks at the end of the step.</summary>
    public JsonObject Question(params (string Field, JsonNode? Value)[] changes)
    {
        var body = new JsonObject
        {
            ["mode"] = "step",
            ["service"] = service,
            ["namespace"] = "retail",
            ["stableHash"] = StableHash,
            ["canaryHash"] = CanaryHash,
            ["stepWeight"] = "25",
            ["rolloutStartedAt"] = $"{Begin:O}",
            ["stepStartedAt"] = $"{Begin:O}",
            ["at"] = $"{Begin.AddMinutes(Judged):O}",
        };
        foreach (var (field, value) in changes)
        {
            body[field] = value;
        }

        return body;
    }
}
