using System.Collections.Frozen;

namespace GateService.Core.Policies;

/// <summary>Functions of NRQL as its documentation lists them: those of one event's values, and those of many events, which no condition takes.</summary>
internal static class NrqlFunctions
{
    /// <summary>In lower case, with the fewest and the most arguments.</summary>
    public static FrozenDictionary<string, (int Fewest, int Most)> OfOneEvent { get; } = new Dictionary<string, (int Fewest, int Most)>
    {
        ["numeric"] = (1, 1),
        ["string"] = (1, 2),
        ["boolean"] = (1, 1),
        ["lower"] = (1, 1),
        ["upper"] = (1, 1),
        ["length"] = (1, 1),
        ["contains"] = (2, 2),
        ["substring"] = (2, 3),
        ["position"] = (2, 3),
        ["indexof"] = (2, 3),
        ["concat"] = (1, 20),
        ["capture"] = (2, 2),
        ["aparse"] = (2, 2),
        ["jparse"] = (1, 2),
        ["getfield"] = (2, 2),
        ["mapkeys"] = (1, 1),
        ["mapvalues"] = (1, 1),
        ["if"] = (2, 3),
        ["abs"] = (1, 1),
        ["ceil"] = (1, 1),
        ["floor"] = (1, 1),
        ["round"] = (1, 2),
        ["sqrt"] = (1, 1),
        ["exp"] = (1, 1),
        ["ln"] = (1, 1),
        ["log"] = (1, 2),
        ["log2"] = (1, 1),
        ["log10"] = (1, 1),
        ["mod"] = (2, 2),
        ["pow"] = (2, 2),
        ["clamp_min"] = (2, 2),
        ["clamp_max"] = (2, 2),
        ["convert"] = (3, 3),
        ["yearof"] = (1, 2),
        ["quarterof"] = (1, 2),
        ["monthof"] = (1, 2),
        ["weekof"] = (1, 2),
        ["weekdayof"] = (1, 2),
        ["dateof"] = (1, 2),
        ["dayofmonthof"] = (1, 2),
        ["daysinmonthof"] = (1, 2),
        ["hourof"] = (1, 2),
        ["minuteof"] = (1, 2),
        ["todatetime"] = (1, 3),
        ["totimestamp"] = (1, 3),
        ["cidraddress"] = (2, 2),
        ["encode"] = (2, 2),
        ["decode"] = (2, 2),
        ["blob"] = (1, 1),
        ["buckets"] = (2, 4),
        ["getcdfcount"] = (2, 2),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static FrozenSet<string> Aggregates { get; } = new[]
    {
        "count", "sum", "average", "avg", "min", "max", "stddev", "stdvar", "median", "percentile", "percentage", "filter", "apdex", "rate", "histogram", "uniqueCount", "uniques", "latest", "earliest", "cardinality",
        "derivative", "predictLinear", "latestRate", "funnel", "bucketPercentile", "bytecountestimate", "cdfPercentage", "aggregationEndTime", "keyset", "eventType", "dimensions", "lookup",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
