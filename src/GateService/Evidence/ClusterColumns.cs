using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Columns of a query over both slices that say of which clusters their events are: how many, and one name of each bucket, where the request names none, how
/// many events say none where it does. All of them are numbers or single texts, so that they cost little in a long series.
/// </summary>
internal static class ClusterColumns
{
    private const int MostNames = 5;
    public const string Clusters = "clusters";
    public const string Last = "lastCluster";
    private const string Names = "clusterNames";
    private const string Unnamed = "unclustered";

    /// <summary>What names the cluster in the samples of New Relic's Kubernetes integration.</summary>
    public static IReadOnlyList<string> OfPods { get; } = ["clusterName"];

    /// <param name="plan">What is asked.</param>
    /// <param name="measure">How rows are counted.</param>
    /// <param name="namesElsewhere">Another query asks for <see cref="NamesOf"/>: room is scarce here.</param>
    public static IEnumerable<Nrql> Of(EvidencePlan plan, RequestMeasure measure, bool namesElsewhere)
    {
        var attributes = plan.Telemetry.ClusterAttributes;
        if (attributes.Count == 0)
        {
            return [];
        }

        if (plan.Cluster is not null)
        {
            var silent = Nrql.And([.. attributes.Select(attribute => Nrql.Create($"{new NrqlIdentifier(attribute)} IS NULL"))]);
            return measure.Count(silent, Unnamed);
        }

        return namesElsewhere ? Seen(plan).Take(1) : Seen(plan);
    }

    /// <summary>Their names, for a query without buckets beside the counts; nothing where the request names one.</summary>
    public static IEnumerable<Nrql> NamesOf(EvidencePlan plan) => plan is { Cluster: null, Telemetry.ClusterAttributes: { Count: > 0 } attributes }
        ? [Nrql.Create($"uniques({SliceConditions.FirstValue(attributes)}, {MostNames}) AS {new NrqlIdentifier(Names)}")]
        : [];

    /// <summary>Clusters of events of any type, where the request names none and the policy tells them apart.</summary>
    public static IEnumerable<Nrql> Seen(EvidencePlan plan)
    {
        if (plan is not { Cluster: null, Telemetry.ClusterAttributes: { Count: > 0 } attributes })
        {
            return [];
        }

        var cluster = SliceConditions.FirstValue(attributes);
        return [Nrql.Create($"uniqueCount({cluster}) AS {new NrqlIdentifier(Clusters)}"), Nrql.Create($"latest({cluster}) AS {new NrqlIdentifier(Last)}")];
    }

    /// <summary>What the rows of one slice say; null where they say nothing of clusters.</summary>
    /// <param name="rows">Of the slice.</param>
    /// <param name="count">How a count is read from a row.</param>
    /// <param name="events">The column that counts all events.</param>
    /// <param name="named">Rows of the same slice with <see cref="NamesOf"/>.</param>
    public static ClusterCount? Read(IReadOnlyList<NrqlRow> rows, Func<NrqlRow, string, double?> count, string events, IReadOnlyList<NrqlRow>? named = null)
    {
        var names = rows.Select(row => row.Text(Last)).OfType<string>().Concat((named ?? []).SelectMany(row => row.Strings(Names))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostNames).ToList();
        var (most, unnamed) = (rows.Max(row => row.Number(Clusters)), rows.Select(row => count(row, Unnamed)).OfType<double>().ToList());
        return names.Count == 0 && most is null && unnamed.Count == 0 ? null : new ClusterCount(names, most ?? 0, rows.Sum(row => count(row, events) ?? 0), unnamed.Sum());
    }
}
