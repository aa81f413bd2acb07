using System.Globalization;
using GateService.Core.Policies;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>The columns each form of a KPI needs.</summary>
internal static class KpiColumns
{
    public const string Events = "events";
    public const string Counted = "counted";
    public const string Mean = "mean";
    public const string Deviation = "deviation";
    public const string Total = "total";
    public const string Reading = "reading";
    public const string Quantile = "quantile";

    /// <summary>Events beyond a limit; limits are told apart by their place among the objective's.</summary>
    public static string Beyond(int limit) => string.Create(CultureInfo.InvariantCulture, $"beyond_{limit}");

    public static IEnumerable<Nrql> Of(KpiObjective objective, IReadOnlyDictionary<string, string> arguments)
    {
        var definition = objective.Definition;
        if (definition.Attribute is not { } name)
        {
            yield return Nrql.Create($"count(*) AS {new NrqlIdentifier(Events)}");
            if (definition.Numerator is { } numerator)
            {
                yield return Nrql.Create($"filter(count(*), WHERE {KpiCondition.Render(numerator, definition, arguments)}) AS {new NrqlIdentifier(Counted)}");
            }

            yield break;
        }

        var attribute = new NrqlIdentifier(name);
        yield return Nrql.Create($"count({attribute}) AS {new NrqlIdentifier(Events)}");
        foreach (var column in OfAttribute(objective, attribute))
        {
            yield return column;
        }
    }

    /// <summary>The quantile of the whole window, which cannot be added up from buckets; null for other forms.</summary>
    public static Nrql? OfWindow(KpiDefinition definition) => definition is { Attribute: { } name, Quantile: { } quantile }
        ? Nrql.Create($"percentile({new NrqlIdentifier(name)}, {Percent(quantile)}) AS {new NrqlIdentifier(Quantile)}")
        : null;

    public static double Percent(double quantile) => (double)(100 * (decimal)quantile);

    private static IEnumerable<Nrql> OfAttribute(KpiObjective objective, NrqlIdentifier attribute)
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
                    var beyond = objective.Comparison == Comparison.AtMost ? Nrql.Create($"{attribute} > {limit.Value}") : Nrql.Create($"{attribute} < {limit.Value}");
                    yield return Nrql.Create($"filter(count(*), WHERE {beyond}) AS {new NrqlIdentifier(Beyond(index))}");
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
    }

    private static Nrql Function(GaugeReading reading) => reading switch
    {
        GaugeReading.Latest => Nrql.Create($"latest"),
        GaugeReading.Average => Nrql.Create($"average"),
        GaugeReading.Max => Nrql.Create($"max"),
        GaugeReading.Min => Nrql.Create($"min"),
    };
}
