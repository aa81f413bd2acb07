namespace GateService.Dialects;

/// <summary>Who tells of the rollouts, and the policy a team with that telemetry would write.</summary>
/// <param name="Agent">As a world of the simulator names it.</param>
/// <param name="Policy">What the policy says beyond <c>http-default</c>; empty where that one is meant for it.</param>
internal sealed record Speaker(string Agent, string Policy = "")
{
    public static IReadOnlyList<Speaker> All { get; } =
    [
        new("java"), new("dotnet"), new("go"), new("node"), new("python"), new("ruby"), new("php"),
        new("otel"), new("otel-old"),
    ];

    /// <summary>Name of its policy.</summary>
    public string PolicyName => Policy.Length == 0 ? "http-default" : $"dialect-{Agent}";
}
