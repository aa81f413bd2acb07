using System.Text.RegularExpressions;

namespace GateService.Core.Requests;

/// <summary>
/// What a request leaves too doubtful to ask New Relic about: hashes that are empty, equal or malformed. Argo can send all three
/// without anyone noticing (an argument given twice, a bad fieldRef), so it is said plainly and never passes.
/// </summary>
public static partial class RequestDoubt
{
    /// <summary>The reason, or null when there is nothing to doubt.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="byVersion">What stands in place of a hash may be a version, because the policy tells slices by an attribute of the service's own.</param>
    public static string? Of(GateRequest request, bool byVersion = false)
    {
        var preflight = request.Mode == GateMode.Preflight;
        var needsCanary = request.Strategy != Strategy.Rolling && !preflight;
        var needsStable = request.Strategy == Strategy.Canary || (request.Strategy == Strategy.BlueGreen && preflight);
        return Hash("canaryHash", "Latest", request.CanaryHash, needsCanary, byVersion)
            ?? Hash("stableHash", "Stable", request.StableHash, needsStable, byVersion)
            ?? Equal(request, needsCanary && needsStable);
    }

    /// <summary>Whether pods may carry it in their names.</summary>
    public static bool IsHash(string text) => PodTemplateHash().IsMatch(text);

    private static string? Hash(string field, string argoValue, string? hash, bool needed, bool byVersion) => hash switch
    {
        null when needed => $"{field} is empty: set it in the AnalysisTemplate from podTemplateHashValue: {argoValue}, and check that no later argument of the same name overrides it",
        { } given when needed && byVersion && !Version().IsMatch(given) => $"{field} '{given}' is no pod template hash and no version: expected letters, digits and . _ + - : / @ ~, as in 1.4.2",
        { } given when needed && !byVersion && !IsHash(given) => $"{field} '{given}' is no pod template hash: expected lower-case letters and digits, as in 7d9f8c6b54",
        _ => null,
    };

    private static string? Equal(GateRequest request, bool compared) => compared && request.CanaryHash == request.StableHash
        ? $"canaryHash and stableHash are both '{request.CanaryHash}': the canary would be compared with itself; is there a rollout in progress?"
        : null;

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex PodTemplateHash();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._+:/@~-]{0,252}\z")]
    private static partial Regex Version();
}
