namespace NewRelic.Simulator.Worlds;

/// <summary>What one advance came to.</summary>
internal sealed record WorldStretch(DateTimeOffset From, DateTimeOffset To, long Emitted, Truth Truth);
