using System.Globalization;
using GateService.Core.Policies;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>The columns each form of a KPI needs.</summary>
internal static class KpiColumns
{
    /// <summary>Column of the events.</summary>
    public const string Counts = "events";
    public const string Meeting = "counted";
    public const string Mean = "mean";
    public const string Deviation = "deviation";
    public const string Total = "total";
    public const string Reading = "reading";

    /// <summary>Events beyond stable's own quantile before the rollout.</summary>
    public const string BeyondStable = "beyond_stable";

    /// <summary>Events beyond that quantile by the margin.</summary>
    public const string BeyondMargin = "beyond_margin";

    private const string Quantile = "quantile";

    /// <summary>Events beyond a limit; limits are told apart by their place among the objective's.</summary>
    public static string Beyond(int limit) => string.Create(CultureInfo.InvariantCulture, $"beyond_{limit}");

    /// <param name="objective">Whose.</param>
    /// <param name="arguments">What the request gives its parameters.</param>
    /// <param name="stable">Stable's own quantile before the rollout; null where it is not known.</param>
    public static IEnumerable<Nrql> Of(KpiObjective objective, IReadOnlyDictionary<string, string> arguments, double? stable)
    {
        var definition = objective.Definition;
        yield return Events(definition);
        if (definition.Attribute is not { } name)
        {
            if (definition.Numerator is { } numerator)
            {
                yield return Nrql.Create($"filter(count(*), WHERE {KpiCondition.Render(numerator, definition, arguments)}) AS {new NrqlIdentifier(Meeting)}");
            }

            yield break;
        }

        foreach (var column in OfAttribute(objective, new NrqlIdentifier(name), stable))
        {
            yield return column;
        }
    }

    /// <summary>Those that carry the attribute, where there is one.</summary>
    public static Nrql Events(KpiDefinition definition) =>
        definition.Attribute is { } name ? Nrql.Create($"count({new NrqlIdentifier(name)}) AS {new NrqlIdentifier(Counts)}") : Nrql.Create($"count(*) AS {new NrqlIdentifier(Counts)}");

    public static double CountOf(NrqlRow row) => row.Number(Counts) ?? 0;

    public static double? QuantileOf(NrqlRow row, KpiDefinition definition) => row.Percentile(Quantile, Percent(definition.Quantile!.Value));

    /// <summary>The quantile of the whole window, which cannot be added up from buckets; null for other forms.</summary>
    public static Nrql? OfWindow(KpiDefinition definition) => definition is { Attribute: { } name, Quantile: { } quantile }
        ? Nrql.Create($"percentile({new NrqlIdentifier(name)}, {Percent(quantile)}) AS {new NrqlIdentifier(Quantile)}")
        : null;

    private static double Percent(double quantile) => (double)(100 * (decimal)quantile);

    private static IEnumerable<Nrql> OfAttribute(KpiObjective objective, NrqlIdentifier attribute, double? stable)
    {
        switch (objective.Definition.Form)
        {
            case KpiForm.Sum:
                yield return Nrql.Create($"sum({attribute}) AS {new NrqlIdentifier(Total)}");
                goto case KpiForm.Mean;
            case KpiForm.Mean:
                yield return Nrql.Create($"average({attribute}) AS {new NrqlIdentifier(Mean)}");
                yield return Nrql.Create($"stddev({attribute}) AS {new NrqlIdentifier(Deviation)}");
                break;
            case KpiForm.Percentile:
                foreach (var (index, limit) in objective.Limit!.Entries.Index())
                {
                    yield return Counted(limit.Value, Beyond(index));
                }

                if (stable is { } own)
                {
                    yield return Counted(own, BeyondStable);
                    yield return Counted(StableQuantiles.Widened(own, objective), BeyondMargin);
                }

                break;
            case KpiForm.UniqueCount:
                yield return Nrql.Create($"uniqueCount({attribute}) AS {new NrqlIdentifier(Reading)}");
                break;
            case KpiForm.Gauge:
                yield return Nrql.Create($"{Function(objective.Definition.Reading)}({attribute}) AS {new NrqlIdentifier(Reading)}");
                break;
            case KpiForm.Ratio or KpiForm.Rate:
                break;
        }

        Nrql Counted(double boundary, string column)
        {
            var beyond = objective.Comparison == Comparison.AtMost ? Nrql.Create($"{attribute} > {boundary}") : Nrql.Create($"{attribute} < {boundary}");
            return Nrql.Create($"filter(count(*), WHERE {beyond}) AS {new NrqlIdentifier(column)}");
        }
    }

    private static Nrql Function(GaugeReading reading) => reading switch
    {
        GaugeReading.Latest => Nrql.Create($"latest"),
        GaugeReading.Average => Nrql.Create($"average"),
        GaugeReading.Max => Nrql.Create($"max"),
        GaugeReading.Min => Nrql.Create($"min"),
    };
}
