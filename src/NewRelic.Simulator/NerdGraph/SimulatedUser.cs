namespace NewRelic.Simulator.NerdGraph;

/// <summary>The fields of <c>User</c>: there is one.</summary>
internal sealed record SimulatedUser(int Id, string Name, string Email, string? Gravatar)
{
    public static SimulatedUser Only { get; } = new(1, "Simulated User", "simulated@example.com", null);
}
