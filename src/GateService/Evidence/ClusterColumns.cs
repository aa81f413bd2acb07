using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Columns of a query over both slices that say of which clusters their events are: how many and two names of each bucket where the request names none, how
/// many events say none where it does. All of them are numbers or single texts, so that they cost little in a long series.
/// </summary>
internal static class ClusterColumns
{
    private const int MostNames = 5;
    private const string Clusters = "clusters";
    private const string First = "firstCluster";
    public const string Last = "lastCluster";
    private const string Unnamed = "unclustered";

    /// <summary>What names the cluster in the samples of New Relic's Kubernetes integration.</summary>
    public static IReadOnlyList<string> OfPods { get; } = ["clusterName"];

    public static IEnumerable<Nrql> Of(EvidencePlan plan, RequestMeasure measure)
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

        var cluster = SliceConditions.FirstValue(attributes);
        return [Nrql.Create($"uniqueCount({cluster}) AS {new NrqlIdentifier(Clusters)}"), Nrql.Create($"earliest({cluster}) AS {new NrqlIdentifier(First)}"), Nrql.Create($"latest({cluster}) AS {new NrqlIdentifier(Last)}")];
    }

    /// <summary>What the rows of one slice say; null where they say nothing of clusters.</summary>
    /// <param name="rows">Of the slice.</param>
    /// <param name="count">How a count is read from a row.</param>
    /// <param name="events">The column that counts all events.</param>
    public static ClusterCount? Read(IReadOnlyList<NrqlRow> rows, Func<NrqlRow, string, double?> count, string events)
    {
        var names = rows.SelectMany(row => new[] { row.Text(First), row.Text(Last) }).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(MostNames).ToList();
        var (most, unnamed) = (rows.Max(row => row.Number(Clusters)), rows.Select(row => count(row, Unnamed)).OfType<double>().ToList());
        return names.Count == 0 && most is null && unnamed.Count == 0 ? null : new ClusterCount(names, most ?? 0, rows.Sum(row => count(row, events) ?? 0), unnamed.Sum());
    }
}
