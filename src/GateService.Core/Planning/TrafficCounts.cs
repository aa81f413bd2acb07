using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Planning;

/// <summary>
/// How many requests each slice served, cell by cell. Agents send at most so many events a minute and process, and leave the others out without a look at how they
/// ended: the share of errors in a slice stays what it is, the slices' shares of the traffic do not. Metric timeslices count every request, and probes among them;
/// so they count only where events are missing by more than probes can be.
/// </summary>
/// <param name="Judged">Exposures of the judged slice.</param>
/// <param name="Control">Of stable; empty where there is none.</param>
/// <param name="Basis">What was counted.</param>
public sealed record TrafficCounts(IReadOnlyList<Bucket> Judged, IReadOnlyList<Bucket> Control, TrafficBasis Basis)
{
    /// <summary>Timeslices over events, from which on events are missing.</summary>
    private const double Missing = 1.2;

    /// <summary>Probes of a host in a minute, two a second: more than Kubernetes and load balancers send.</summary>
    private const double MostProbes = 120;

    /// <summary>Timeslices that are fewer than that share of the events are of other hosts.</summary>
    private const double Matching = 0.8;

    private const int FewestCells = 3;

    /// <summary>Cells in which a count that stands still is no chance: of Poisson's counts one in 5,000 is as even.</summary>
    private const int FlatCells = 8;

    /// <summary>Variance over mean.</summary>
    private const double Flat = 0.05;

    private const double FewestInFlat = 50;

    /// <summary>Share of the requests that are among the events, 0 to 1; 1 where all are.</summary>
    public double Kept { get; private init; } = 1;

    /// <summary>Stable in the canary's place, and the canary in stable's.</summary>
    public TrafficCounts Swapped => this with { Judged = Control, Control = Judged };

    /// <summary>For people; null where the events are all there are.</summary>
    public string? Note => Basis switch
    {
        TrafficBasis.Timeslices => $"New Relic holds {Quantity.Say(Kept, Unit.Share)} of the requests as events, because an agent sends at most so many a minute: traffic shares and rates are of its unsampled timeslices; shares of errors and of slow requests are of the events, in which pods over that cap weigh too little",
        TrafficBasis.AtLeast =>
            "the counts of requests stand as still as those of an agent at its cap of events a minute, and New Relic holds no timeslices of these hosts: there may be more requests, so neither a share of the traffic nor a rate per request holds the rollout or fails it",
        TrafficBasis.Rows => null,
    };

    /// <summary>Of an objective's evidence.</summary>
    public static TrafficCounts Of(EvidencePlan plan, ObjectiveEvidence objective, GateEvidence evidence) =>
        Of(objective.Judged.Buckets, objective.Control.Buckets, IsOfRequests(plan, objective) ? evidence.Timeslices : null);

    /// <param name="judged">Events of the judged slice.</param>
    /// <param name="control">Of stable.</param>
    /// <param name="timeslices">The same cells; null where nobody asked.</param>
    public static TrafficCounts Of(IReadOnlyList<Bucket> judged, IReadOnlyList<Bucket> control, TimesliceEvidence? timeslices)
    {
        if (timeslices is null || timeslices.Judged.Count != judged.Count || timeslices.Control.Count != control.Count || control.Count == 0)
        {
            return new TrafficCounts(judged, control, TrafficBasis.Rows);
        }

        var (own, stable) = (timeslices.Judged.Sum(Requests), timeslices.Control.Sum(Requests));
        if (own + stable <= 0)
        {
            return new TrafficCounts(judged, control, IsFlat(judged) || IsFlat(control) ? TrafficBasis.AtLeast : TrafficBasis.Rows);
        }

        var (kept, stableKept) = (judged.Sum(Exposure), control.Sum(Exposure));
        return own >= Matching * kept && stable >= Matching * stableKept && (IsCut(judged, timeslices.Judged) || IsCut(control, timeslices.Control))
            ? new TrafficCounts(Counted(judged, timeslices.Judged), Counted(control, timeslices.Control), TrafficBasis.Timeslices) { Kept = Math.Min(1, (kept + stableKept) / (own + stable)) }
            : new TrafficCounts(judged, control, TrafficBasis.Rows);
    }

    /// <summary>Whether an objective counts the service's requests.</summary>
    public static bool IsOfRequests(Objective objective) => objective is not (KpiObjective or LogErrorsObjective or PodHealthObjective or QueueLagObjective);

    /// <summary>Whether evidence is of an objective that counts the service's requests.</summary>
    public static bool IsOfRequests(EvidencePlan plan, ObjectiveEvidence evidence) =>
        plan.Objectives.FirstOrDefault(objective => objective.Name == evidence.Objective) is { } objective && IsOfRequests(objective);

    private static bool IsCut(IReadOnlyList<Bucket> counted, IReadOnlyList<TimesliceCount> timeslices)
    {
        var cut = counted.Zip(timeslices).Count(cell => cell.Second.Requests > Missing * cell.First.Exposure && cell.Second.Requests - cell.First.Exposure > MostProbes * cell.Second.HostMinutes);
        return cut > 0 && cut >= Math.Min(FewestCells, timeslices.Count(cell => cell.Requests > 0));
    }

    /// <summary>An event that arrived was served, whatever is late.</summary>
    private static List<Bucket> Counted(IReadOnlyList<Bucket> counted, IReadOnlyList<TimesliceCount> timeslices) =>
        [.. counted.Zip(timeslices, (bucket, count) => new Bucket(bucket.Begin, Math.Max(bucket.Exposure, count.Requests), null))];

    /// <summary>Counts of live traffic scatter as Poisson's at the least; those of an agent at its cap do not.</summary>
    private static bool IsFlat(IReadOnlyList<Bucket> buckets)
    {
        var latest = buckets.Where(bucket => bucket.Exposure > 0).TakeLast(FlatCells).Select(Exposure).ToList();
        var mean = latest.Sum() / Math.Max(1, latest.Count);
        return latest.Count == FlatCells && mean >= FewestInFlat && latest.Sum(count => (count - mean) * (count - mean)) / (FlatCells - 1) < Flat * mean;
    }

    private static double Exposure(Bucket bucket) => bucket.Exposure;

    private static double Requests(TimesliceCount count) => count.Requests;
}
