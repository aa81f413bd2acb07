namespace NewRelic.Simulator.Worlds;

/// <summary>The body of <c>PUT /simulator/worlds/{id}</c>.</summary>
/// <param name="Weight">The canary's share in percent, 0 to 100.</param>
internal sealed record WorldWeight(double Weight);
