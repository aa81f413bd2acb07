using System.Text.RegularExpressions;

namespace GateService.Core.Requests;

/// <summary>
/// What a request leaves too doubtful to ask New Relic about: hashes that are empty, equal or malformed. Argo can send all three
/// without anyone noticing (an argument given twice, a bad fieldRef), so it is said plainly and never passes.
/// </summary>
public static partial class RequestDoubt
{
    /// <summary>The reason, or null when there is nothing to doubt.</summary>
    public static string? Of(GateRequest request)
    {
        var preflight = request.Mode == GateMode.Preflight;
        var needsCanary = request.Strategy != Strategy.Rolling && !preflight;
        var needsStable = request.Strategy == Strategy.Canary || (request.Strategy == Strategy.BlueGreen && preflight);
        return Hash("canaryHash", "Latest", request.CanaryHash, needsCanary)
            ?? Hash("stableHash", "Stable", request.StableHash, needsStable)
            ?? Equal(request, needsCanary && needsStable);
    }

    private static string? Hash(string field, string argoValue, string? hash, bool needed) => hash switch
    {
        null when needed => $"{field} is empty: set it in the AnalysisTemplate from podTemplateHashValue: {argoValue}, and check that no later argument of the same name overrides it",
        { } given when needed && !PodTemplateHash().IsMatch(given) => $"{field} '{given}' is no pod template hash: expected lower-case letters and digits, as in 7d9f8c6b54",
        _ => null,
    };

    private static string? Equal(GateRequest request, bool compared) => compared && request.CanaryHash == request.StableHash
        ? $"canaryHash and stableHash are both '{request.CanaryHash}': the canary would be compared with itself; is there a rollout in progress?"
        : null;

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex PodTemplateHash();
}
