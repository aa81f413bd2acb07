using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Nrql;

/// <summary>The stretch of time a query looks at, and its buckets. Milliseconds; begin inclusive, end exclusive.</summary>
internal sealed record QueryWindow(long Begin, long End, double Width, double Slide, int Buckets)
{
    public const int MostBuckets = 366;

    private static readonly double[] AutoWidths =
        [1e3, 5e3, 10e3, 30e3, 60e3, 300e3, 600e3, 1800e3, 3600e3, 6 * 3600e3, 86400e3, 7 * 86400e3, 30 * 86400e3];

    public double Length => End - Begin;

    public static QueryWindow Of(NrqlQuery query, DateTimeOffset now, NrqlRules rules, QueryWindow? inherited = null)
    {
        var zone = TimeParser.ZoneOf(query);
        var begin = Moment(query.Since, now, zone) ?? inherited?.Begin ?? now.AddHours(-1).ToUnixTimeMilliseconds();
        var end = Moment(query.Until, now, zone) ?? inherited?.End ?? now.ToUnixTimeMilliseconds();
        if (begin >= end)
        {
            throw new NrqlException("External Service 'NRDB' execution resulted in 400 - cause: Your query's start time must be before its end time.");
        }

        return query.Timeseries is { } timeseries ? Bucketed(begin, end, timeseries, rules) : new QueryWindow(begin, end, end - begin, end - begin, 1);
    }

    private static long? Moment(TimeExpression? written, DateTimeOffset now, TimeZoneInfo zone)
    {
        try
        {
            return written?.Resolve(now, zone).ToUnixTimeMilliseconds();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new NrqlException($"NRQL Syntax Error: {written!.Text} is no moment in time");
        }
    }

    /// <summary>The same window, earlier.</summary>
    public QueryWindow Shifted(double milliseconds) => this with { Begin = Begin - (long)milliseconds, End = End - (long)milliseconds };

    public double BucketBegin(int bucket) => End - Width - ((Buckets - 1 - bucket) * Slide);

    /// <summary>Buckets align to the end; the start moves so that the first one is full.</summary>
    private static QueryWindow Bucketed(long begin, long end, TimeseriesClause timeseries, NrqlRules rules)
    {
        var length = (double)(end - begin);
        var width = timeseries.Width switch
        {
            null => AutoWidths.FirstOrDefault(candidate => length / candidate <= 60, AutoWidths[^1]),
            <= 0 => Math.Max(Math.Min(1000, length), Math.Ceiling(length / MostBuckets)),
            var given => given.Value,
        };
        width = timeseries.Width is null ? Math.Min(width, length) : width;
        if (width > length)
        {
            throw new NrqlException("External Service 'NRDB' execution resulted in 400 - cause: TIMESERIES step size is larger than the current time window.");
        }

        var slide = timeseries.Slide ?? width;
        var buckets = Math.Ceiling((length - width) / slide) + 1;
        rules.Require(NrqlRule.TimeseriesBuckets, buckets <= MostBuckets, $"TIMESERIES supports a maximum of {MostBuckets} buckets");
        return buckets <= 100_000
            ? new QueryWindow((long)(end - width - ((buckets - 1) * slide)), end, width, slide, (int)buckets)
            : throw new NrqlException($"TIMESERIES supports a maximum of {MostBuckets} buckets");
    }
}
