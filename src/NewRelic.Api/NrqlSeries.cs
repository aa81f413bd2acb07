namespace NewRelic.Api;

/// <summary>
/// A query apart from its time. Asked over a part of the time, it tells of every bucket of that part what it tells of it in the whole, as long as no facet is left out.
/// </summary>
/// <param name="Body">All but time: <c>SINCE … UNTIL … TIMESERIES …</c> is put behind it.</param>
/// <param name="Since">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="Bucket">Width of a bucket; null: one answer over the whole time, which has no parts.</param>
public sealed record NrqlSeries(Nrql Body, DateTimeOffset Since, DateTimeOffset Until, TimeSpan? Bucket)
{
    /// <summary>Most facets that an answer has: with as many, some may be left out. Null where their number is fixed.</summary>
    public int? MostFacets { get; init; }

    /// <summary>Whether a part tells what the whole does: a subquery is answered over all of the time asked about, and knows less over a part of it.</summary>
    public bool HasParts => !Body.Text.Contains("(SELECT ", StringComparison.OrdinalIgnoreCase);

    /// <summary>As it is sent.</summary>
    public Nrql Text => Bucket is { } bucket
        ? Nrql.Create($"{Body} SINCE {Since} UNTIL {Until} TIMESERIES {bucket}")
        : Nrql.Create($"{Body} SINCE {Since} UNTIL {Until}");
}
