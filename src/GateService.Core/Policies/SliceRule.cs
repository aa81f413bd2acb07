using GateService.Core.Policies.Telemetry;

namespace GateService.Core.Policies;

/// <summary>How an event is recognised as the canary's or the stable version's.</summary>
public sealed record SliceRule
{
    public SliceBy By { get; init; } = SliceBy.PodName;

    /// <summary>Attributes to look at, in order: the first one the event carries decides.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = ApmHttp.Source.PodAttributes;

    /// <summary><see cref="SliceBy.Attribute"/> only: the fixed value of canary events; null means the canary hash.</summary>
    public string? CanaryValue { get; init; }

    /// <summary><see cref="SliceBy.Attribute"/> only: the fixed value of stable events; null means the stable hash.</summary>
    public string? StableValue { get; init; }
}
