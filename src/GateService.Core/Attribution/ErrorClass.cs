using GateService.Core.Evidence;

namespace GateService.Core.Attribution;

/// <summary>A kind of error as it is shown: what was said of it, at which dependency it failed, and how often in both slices since the rollout began.</summary>
/// <param name="Signature">What was said; null holds the classes too rare to be told apart.</param>
/// <param name="Classification">Where it is suspected to come from, and why.</param>
/// <param name="Canary">Failed requests of the canary.</param>
/// <param name="Stable">Failed requests of stable.</param>
public sealed record ErrorClass(ErrorSignature? Signature, Classification Classification, double Canary, double Stable)
{
    /// <summary>Failed requests of the canary in the window that are errors by their status.</summary>
    public double WindowErrors { get; init; }

    /// <summary>Failed requests of the canary in the window.</summary>
    public double WindowFailures { get; init; }

    /// <summary>Failed requests of stable in the window that are errors by their status.</summary>
    public double StableWindowErrors { get; init; }

    /// <summary>Failed requests of stable in the window.</summary>
    public double StableWindowFailures { get; init; }

    /// <summary>How many more of the canary's there are than at stable's share: what rose is named before what both slices have.</summary>
    /// <param name="requests">Requests of the canary to each of stable's; 0 without stable.</param>
    public double Surplus(double requests) => Canary - (requests * Stable);

    /// <summary>For example <c>HttpRequestException 503 'Service Unavailable' to payments-api</c>.</summary>
    public string Said => $"{Signature?.Said ?? "other"}{(Classification.Dependency is { } dependency ? $" to {dependency}" : "")}";
}
