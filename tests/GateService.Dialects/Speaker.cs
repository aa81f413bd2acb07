namespace GateService.Dialects;

/// <summary>Who tells of the rollouts: those who tell of calls too. Without them nobody knows whose fault an outage is.</summary>
/// <param name="Agent">As a world of the simulator names it.</param>
internal sealed record Speaker(string Agent)
{
    public static IReadOnlyList<Speaker> All { get; } =
        [new("java"), new("dotnet"), new("go"), new("node"), new("python"), new("ruby"), new("php"), new("otel"), new("otel-old")];

    /// <summary>The policy that is meant for it.</summary>
    public string Policy => DialectPolicy.Of(Agent, "http");
}
