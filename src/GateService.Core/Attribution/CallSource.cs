using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Attribution;

/// <summary>
/// Calls per request of both slices. Traces tell them dependency by dependency, but are sampled; the agent's own counters tell all of them, but external
/// calls together and datastores together.
/// </summary>
internal static class CallSource
{
    private const double FewestTraced = 50;

    /// <summary>Calls to the account's dependency in the given buckets; empty where they are not known.</summary>
    public static IReadOnlyList<CallPair> Of(Account account, ErrorEvidence evidence, AttributionSettings settings, IReadOnlyList<int> span)
    {
        if (account.Origin != SignatureOrigin.Dependency)
        {
            return [];
        }

        var own = DependencyCalls.Of(account.Name, evidence, settings);
        return TogetherOf(account, evidence, settings, span) is null
            ? [.. span.Select(t => new CallPair(new CallCount(own!.Canary[t].Calls, evidence.CanaryTimes[t].Traced, null), new CallCount(own.Stable[t].Calls, evidence.StableTimes[t].Traced, null)))]
            : Counted(evidence, own?.IsDatastore ?? account.Name == Datastore, span);
    }

    /// <summary>What calls are counted together with the account's; null where traces tell its own.</summary>
    public static string? TogetherOf(Account account, ErrorEvidence evidence, AttributionSettings settings, IReadOnlyList<int> span) => DependencyCalls.Of(account.Name, evidence, settings) is { } own
        ? IsTraced(evidence, span) ? null : Together(own.IsDatastore)
        : Together(account.Name == Datastore);

    public static string Together(bool isDatastore) => isDatastore ? "datastores" : "other services";

    private const string Datastore = "database";

    /// <summary>All calls of datastores, or of other services, as the agent counts them.</summary>
    public static IReadOnlyList<CallPair> Counted(ErrorEvidence evidence, bool isDatastore, IReadOnlyList<int> span)
    {
        var known = span.Where(t => t < evidence.CanaryTimes.Count && t < evidence.StableTimes.Count).ToList();
        return known.Count < span.Count || known.Sum(t => Of(evidence.CanaryTimes[t]).Size + Of(evidence.StableTimes[t]).Size) <= 0
            ? []
            : [.. known.Select(t => new CallPair(Sum(Of(evidence.CanaryTimes[t])), Sum(Of(evidence.StableTimes[t]))))];

        SampleMean Of(RequestTimes times) => isDatastore ? times.DatabaseCalls : times.ExternalCalls;
    }

    /// <summary>Calls per request, canary over stable; null where stable makes none.</summary>
    public static double? RatioOf(IReadOnlyList<CallPair> calls)
    {
        var (canary, stable) = (calls.Sum(pair => pair.Canary.Calls) / calls.Sum(pair => pair.Canary.Requests), calls.Sum(pair => pair.Stable.Calls) / calls.Sum(pair => pair.Stable.Requests));
        return stable > 0 && double.IsFinite(canary) ? canary / stable : null;
    }

    private static bool IsTraced(ErrorEvidence evidence, IReadOnlyList<int> span) =>
        span.All(t => t < evidence.CanaryTimes.Count && t < evidence.StableTimes.Count)
        && span.Sum(t => evidence.CanaryTimes[t].Traced) >= FewestTraced && span.Sum(t => evidence.StableTimes[t].Traced) >= FewestTraced;

    /// <summary>Σc² = (n - 1) sd² + n mean².</summary>
    private static CallCount Sum(SampleMean calls) => new(
        calls.Size * calls.Mean, calls.Size, (Math.Max(0, calls.Size - 1) * calls.Deviation * calls.Deviation) + (calls.Size * calls.Mean * calls.Mean));
}
