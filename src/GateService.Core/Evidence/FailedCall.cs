namespace GateService.Core.Evidence;

/// <summary>
/// A failed request whose trace holds a failed outgoing call. Traces are sampled, so this is evidence of what it shows and none of what it does not:
/// a request without a failed call in its trace may have made one.
/// </summary>
/// <param name="Signature">Of the request.</param>
/// <param name="Dependency">Of its deepest failed call, as the telemetry names it.</param>
public sealed record FailedCall(ErrorSignature Signature, string Dependency)
{
    /// <summary>It is of the judged slice, or of stable beside it; null where that was not noted.</summary>
    public bool? IsCanary { get; init; }

    /// <summary>When the request failed; null where that was not said.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The call was answered with a 4xx: it ended well enough for its client not to say that it failed. It names the dependency of an error that is one of some dependency, and makes none one.</summary>
    public bool IsRefused { get; init; }
}
