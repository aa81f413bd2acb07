using GateService.Core.Policies.Telemetry;

namespace GateService.Core.Policies;

/// <summary>How an event is recognised as the canary's or the stable version's.</summary>
public sealed record SliceRule
{
    public SliceBy By { get; init; } = SliceBy.PodName;

    /// <summary>Attributes to look at, in order: the first one the event carries decides.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = ApmHttp.Source.PodAttributes;

    /// <summary><see cref="SliceBy.Attribute"/> only: the value of canary events, in which <see cref="Placeholders"/> stand for what the request says and <c>*</c> for any characters; null means the canary hash.</summary>
    public string? CanaryValue { get; init; }

    /// <summary><see cref="SliceBy.Attribute"/> only: the value of stable events, likewise; null means the stable hash.</summary>
    public string? StableValue { get; init; }
}
