using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>A world as the routes show it.</summary>
internal sealed record WorldView(
    string Id,
    WorldKind Kind,
    int Seed,
    string Service,
    string Namespace,
    string Rollout,
    string CanaryHash,
    string StableHash,
    string? Team,
    double RequestsPerSecond,
    WorldMode Mode,
    double Speed,
    string? Agent,
    Protocol Protocol,
    DateTimeOffset Start,
    DateTimeOffset Now,
    double Weight,
    long Emitted,
    IReadOnlyList<string> CanaryPods,
    IReadOnlyList<string> StablePods,
    Truth Truth);
