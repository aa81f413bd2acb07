using System.Globalization;

namespace GateService.Demo;

/// <summary>Names of the one rollout being played; Argo fills them in from the Rollout object.</summary>
/// <param name="Service">Service and rollout name.</param>
/// <param name="Namespace">Kubernetes namespace.</param>
/// <param name="CanaryHash">Pod template hash of the new version.</param>
/// <param name="StableHash">Pod template hash of the current version.</param>
/// <param name="StartedAt">When the canary got its first requests; a gate in real time remembers when it was first asked instead.</param>
public sealed record VirtualRollout(string Service, string Namespace, string CanaryHash, string StableHash, DateTimeOffset StartedAt)
{
    private const string Team = "shop";

    /// <summary>The policy the templates name; null leaves the choice to the gate.</summary>
    public string? Policy { get; init; }

    /// <summary>The two <c>jsonBody</c> forms of the templates in <c>docs/api.md</c>; <c>at</c> and <c>rolloutStartedAt</c> are what lets the demo compress time.</summary>
    public Dictionary<string, object> StepBody(int weight, DateTimeOffset stepStartedAt, DateTimeOffset at)
    {
        var body = BackgroundBody(at);
        body["mode"] = "step";
        body["stepWeight"] = $"{weight}";
        body["stepStartedAt"] = Moment(stepStartedAt);
        return body;
    }

    public Dictionary<string, object> BackgroundBody(DateTimeOffset at) => Policy is null ? Body(at) : new(Body(at)) { ["policy"] = Policy };

    private Dictionary<string, object> Body(DateTimeOffset at) => new()
    {
        ["mode"] = "background",
        ["service"] = Service,
        ["namespace"] = Namespace,
        ["team"] = Team,
        ["stableHash"] = StableHash,
        ["canaryHash"] = CanaryHash,
        ["at"] = Moment(at),
        ["rolloutStartedAt"] = Moment(StartedAt),
        ["change"] = new Dictionary<string, string>
        {
            ["image"] = $"registry.example.com/{Namespace}/{Service}:2.4.0",
            ["commit"] = $"{CanaryHash}0c4e1d",
            ["author"] = "Ada Lovelace",
            ["pullRequest"] = $"https://git.example.com/{Namespace}/{Service}/pull/1843",
            ["runbook"] = $"https://runbooks.example.com/{Service}",
        },
    };

    /// <summary>As a request says it.</summary>
    public static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
