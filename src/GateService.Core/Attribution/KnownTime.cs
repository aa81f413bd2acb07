using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Trials;

namespace GateService.Core.Attribution;

/// <summary>What is known of where the time of requests goes, whether errors can be told apart or not.</summary>
/// <param name="Origin">Null where it is not known, or nothing serves beside the canary.</param>
/// <param name="Unknown">Why it is not known whether the canary is starved, because New Relic could not be asked; null where it is known.</param>
internal sealed record KnownTime(TimeOrigin? Origin, string? Unknown)
{
    /// <param name="policy">Says whether anybody asks.</param>
    /// <param name="evidence">Where the time goes; null where nobody asked.</param>
    /// <param name="requests">Of an objective that counts all requests; null where there is none.</param>
    /// <param name="symptoms">Whether the canary is slower at all: where it is not, its time explains nothing, and nobody need ask for it.</param>
    public static KnownTime Of(GatePolicy policy, ErrorEvidence? evidence, Trial? requests, Symptoms? symptoms = null)
    {
        if (!policy.Attribution.IsEnabled || evidence is not { } errors || requests is null)
        {
            return new KnownTime(null, null);
        }

        var origin = TimeOrigin.Of(errors, policy.Attribution, requests);
        if (TimeOrigin.IsSlowerBy(symptoms) == false)
        {
            return new KnownTime(origin is null ? null : origin with { Conclusion = null }, null);
        }

        var isCompared = requests.Evidence.Control.Buckets.Any(bucket => bucket.Exposure > 0);

        // Requests of a kind that never tells where their time went hold nobody for it: there it is nothing that New Relic failed to answer.
        return new KnownTime(origin, isCompared && policy.Telemetry.Calls is { CountsOnRequests: true } ? errors.TimesUnavailable ?? (origin is { IsSlower: true } ? errors.CallsUnavailable : null) : null);
    }
}
