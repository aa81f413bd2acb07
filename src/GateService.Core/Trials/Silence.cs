namespace GateService.Core.Trials;

/// <summary>A stretch of buckets in which the canary reported nothing, or next to nothing, while stable was busy.</summary>
/// <param name="From">Index of its first bucket in the span.</param>
/// <param name="To">Index after its last bucket.</param>
/// <param name="Stable">Requests that stable served in it.</param>
/// <param name="Expected">Requests that the canary would have had at its usual share.</param>
/// <param name="Own">Requests that it had nevertheless; hardly any.</param>
/// <param name="IsOngoing">It lasts to the end of what is known.</param>
public sealed record Silence(int From, int To, double Stable, double Expected, double Own, bool IsOngoing);
