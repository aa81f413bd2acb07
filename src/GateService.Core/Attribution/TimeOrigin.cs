using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Attribution;

/// <summary>
/// Where the time of both slices' requests goes: their own code, datastores, other services. It explains a slow canary; it never excuses one, because a
/// starved process sees every call of its own take longer too.
/// </summary>
/// <param name="Canary">Mean seconds per request.</param>
/// <param name="Stable">Mean seconds per request.</param>
/// <param name="Dependencies">Mean seconds per call of each dependency, traced calls only.</param>
/// <param name="Conclusion">In words; null where the canary is not slower.</param>
public sealed record TimeOrigin(TimeShares Canary, TimeShares Stable, IReadOnlyList<DependencyTime> Dependencies, string? Conclusion)
{
    /// <summary>Nearly every dependency is slower for the canary at once, and for stable not: what starves it is its own.</summary>
    public bool IsStarved => IsSlower && Slower.Count >= FewestDependencies && Slower.Count >= Nearly * Dependencies.Count;

    /// <summary>The canary's requests take longer than stable's by more than a fifth.</summary>
    public bool IsSlower => Canary.Total > Longer * Stable.Total;

    /// <summary>Whether the canary's requests of the window take so much longer, as they are counted; null where that is not known.</summary>
    internal static bool? IsSlowerBy(Symptoms? symptoms) => symptoms is { JudgedMeans: { } canary, ControlMeans: { } stable } ? canary.Duration > Longer * stable.Duration : null;

    private List<string> Slower => [.. Dependencies.Where(dependency => dependency.IsSlower).Select(dependency => dependency.Name)];

    /// <summary>Canary over stable from which on a time counts as longer.</summary>
    private const double Longer = 1.2;

    private const double FewestCalls = 5;
    private const double StandardErrors = 3;
    private const int FewestDependencies = 2;
    private const double Nearly = 0.75;

    /// <summary>Of what is added, from which on its digits say nothing more.</summary>
    private const double NearlyAll = 0.95;

    internal static TimeOrigin? Of(ErrorEvidence evidence, AttributionSettings settings, Trial requests)
    {
        var from = requests.Evidence.Judged.Buckets.Index().FirstOrDefault(bucket => bucket.Item.Begin >= requests.Context.Window.Begin, (0, null!)).Index;
        var (canary, stable) = (TimeShares.Of(evidence.CanaryTimes.Skip(from)), TimeShares.Of(evidence.StableTimes.Skip(from)));
        if (canary is null || stable is null)
        {
            return null;
        }

        var dependencies = evidence.Calls.GroupBy(calls => settings.NameOf(calls.Dependency))
            .Select(same => TimeOf(same.Key, [.. same.SelectMany(calls => calls.Canary.Skip(from))], [.. same.SelectMany(calls => calls.Stable.Skip(from))]))
            .Where(dependency => dependency.CanaryCalls >= FewestCalls && dependency.StableCalls >= FewestCalls).OrderByDescending(dependency => dependency.CanaryCalls * dependency.Canary).ToList();
        var origin = new TimeOrigin(canary, stable, dependencies, null);
        return origin with { Conclusion = origin.Conclude() };
    }

    private static DependencyTime TimeOf(string name, List<CallBucket> canary, List<CallBucket> stable)
    {
        var (own, other) = (PooledMeans.Of([.. canary.Select(bucket => bucket.Duration)]), PooledMeans.Of([.. stable.Select(bucket => bucket.Duration)]));
        var bucket = Boundary.Relative(new MeanPair(own, other), 1);
        var lowest = bucket.Information > 0 ? Math.Exp(bucket.LogRatio - (StandardErrors / Math.Sqrt(bucket.Information))) : 0;
        return new DependencyTime(name, own.Mean, other.Mean, own.Size, other.Size, lowest > Longer);
    }

    private string? Conclude()
    {
        if (!IsSlower)
        {
            return null;
        }

        if (IsStarved)
        {
            return $"{(Slower.Count == Dependencies.Count ? "all" : $"{Slower.Count} of")} {Dependencies.Count} dependencies answer the canary slower at once, and stable not: it is starved of CPU or connections";
        }

        var (name, added, isOwn) = new[]
        {
            ("its own code", Canary.Own - Stable.Own, true), ("datastores", Canary.Database - Stable.Database, false), ("other services", Canary.External - Stable.External, false),
        }.MaxBy(part => part.Item2);
        var slow = isOwn ? [] : Slower;
        var share = added / (Canary.Total - Stable.Total);
        return $"{(share >= NearlyAll ? "nearly all" : Quantity.Say(Math.Max(0, share), Unit.Share))} of the canary's added {Quantity.Say(Canary.Total - Stable.Total, Unit.Seconds)} per request is in {name}"
            + (slow.Count > 0 ? $", {string.Join(" and ", slow)} above all" : "");
    }
}

/// <summary>Mean seconds per request.</summary>
/// <param name="Total">All of it.</param>
/// <param name="Own">What is neither of the others: the service's own code, and waiting.</param>
/// <param name="Database">In calls of datastores.</param>
/// <param name="External">In calls of other services; more than the total where calls run side by side.</param>
public sealed record TimeShares(double Total, double Own, double Database, double External)
{
    internal static TimeShares? Of(IEnumerable<RequestTimes> buckets)
    {
        var known = buckets.Where(bucket => bucket.Duration.Size > 0).ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var (total, database, external) = (Mean(times => times.Duration), Mean(times => times.Database), Mean(times => times.External));
        return new TimeShares(total, Math.Max(0, total - database - external), database, external);

        double Mean(Func<RequestTimes, SampleMean> of) => PooledMeans.Of([.. known.Select(of)]).Mean;
    }
}

/// <summary>Mean seconds per call of one dependency.</summary>
/// <param name="Name">The dependency.</param>
/// <param name="Canary">Of the canary's calls.</param>
/// <param name="Stable">Of stable's calls.</param>
/// <param name="CanaryCalls">Traced calls of the canary.</param>
/// <param name="StableCalls">Traced calls of stable.</param>
/// <param name="IsSlower">The canary's are longer by a fifth or more, for certain.</param>
public sealed record DependencyTime(string Name, double Canary, double Stable, double CanaryCalls, double StableCalls, bool IsSlower);
