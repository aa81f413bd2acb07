using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Evidence;

/// <summary>Traced calls of both slices to one dependency, bucket by bucket.</summary>
/// <param name="Dependency">As the telemetry names it.</param>
/// <param name="IsDatastore">A database, cache or the like.</param>
/// <param name="Canary">Of the canary.</param>
/// <param name="Stable">Of stable.</param>
public sealed record DependencyCalls(string Dependency, bool IsDatastore, IReadOnlyList<CallBucket> Canary, IReadOnlyList<CallBucket> Stable)
{
    /// <summary>Calls of all hosts that go by this name, together: a canary that uses another address of the same dependency calls it no more often. Null where there are none.</summary>
    public static DependencyCalls? Of(string name, ErrorEvidence evidence, AttributionSettings settings)
    {
        var hosts = evidence.Calls.Where(calls => settings.NameOf(calls.Dependency) == name).ToList();
        return hosts.Count switch
        {
            0 => null,
            1 => hosts[0],
            _ => new DependencyCalls(name, hosts.TrueForAll(calls => calls.IsDatastore), Together(hosts, calls => calls.Canary), Together(hosts, calls => calls.Stable)),
        };
    }

    private static CallBucket[] Together(List<DependencyCalls> hosts, Func<DependencyCalls, IReadOnlyList<CallBucket>> slice) =>
        [.. slice(hosts[0]).Select((_, t) => hosts.Select(calls => slice(calls)[t]).Aggregate((one, other) => one + other))];
}

/// <summary>Calls of one slice in one bucket.</summary>
/// <param name="Calls">All traced calls.</param>
/// <param name="Duration">Of all of them, in seconds.</param>
/// <param name="Failed">Of the failed ones, in seconds: its size is how many failed.</param>
public readonly record struct CallBucket(double Calls, SampleMean Duration, SampleMean Failed)
{
    public static CallBucket operator +(CallBucket a, CallBucket b) => new(a.Calls + b.Calls, PooledMeans.Of([a.Duration, b.Duration]), PooledMeans.Of([a.Failed, b.Failed]));
}
