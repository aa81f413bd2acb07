using System.Collections.Frozen;

namespace NewRelic.Simulator.Nrql;

/// <summary>Words with a meaning of their own.</summary>
internal static class Words
{
    /// <summary>Reserved: as a bare identifier they are a syntax error.</summary>
    public static readonly FrozenSet<string> Reserved = new[]
    {
        "ago", "and", "as", "auto", "begin", "begintime", "compare", "day", "days", "end", "endtime", "explain", "facet", "from", "hour", "hours", "in",
        "is", "like", "limit", "minute", "minutes", "month", "months", "not", "null", "offset", "or", "raw", "rlike", "second", "seconds", "select", "since",
        "timeseries", "until", "week", "weeks", "where", "with", "order", "by", "extrapolate",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Milliseconds of a unit of time, singular or plural; null for other words.</summary>
    public static double? Unit(string word) => word.ToLowerInvariant().TrimEnd('s') switch
    {
        "millisecond" => 1,
        "second" => 1_000,
        "minute" => 60_000,
        "hour" => 3_600_000,
        "day" => 86_400_000,
        "week" => 7 * 86_400_000.0,
        "month" => 30 * 86_400_000.0,
        "quarter" => 91 * 86_400_000.0,
        "year" => 365 * 86_400_000.0,
        _ => null,
    };
}
