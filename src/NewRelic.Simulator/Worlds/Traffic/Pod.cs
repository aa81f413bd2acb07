namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>A pod of some rollout.</summary>
/// <param name="Name"><c>rollout-hash-xxxxx</c>, also its host name.</param>
/// <param name="Hash">Its pod template hash.</param>
/// <param name="StartsAfter">How long after its slice it starts.</param>
internal sealed record Pod(string Name, string Hash, TimeSpan StartsAfter);
