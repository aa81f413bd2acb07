using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>One TIMESERIES over a whole span, in as many queries as New Relic's limit of buckets asks for; their rows belong together.</summary>
internal sealed class SeriesQuery
{
    /// <param name="name">Name within the evaluation; further parts are called <c>name-2</c> and so on.</param>
    /// <param name="span">What is asked about.</param>
    /// <param name="query">Everything but time: <c>SINCE … UNTIL … TIMESERIES</c> is put behind it.</param>
    /// <param name="account">Name of the account it is asked in; null is the plan's.</param>
    public SeriesQuery(string name, EvaluationWindow span, Nrql query, string? account = null)
        : this(name, span.Parts(WindowPlanner.MostBuckets), query, account)
    {
    }

    /// <param name="name">As above.</param>
    /// <param name="parts">Each a whole number of its own buckets, because New Relic aligns them to the end.</param>
    /// <param name="query">As above.</param>
    /// <param name="account">As above.</param>
    public SeriesQuery(string name, IEnumerable<EvaluationWindow> parts, Nrql query, string? account = null) => Queries =
    [
        .. parts.Index().Select(part => new NrqlQuery(
            part.Index == 0 ? name : $"{name}-{part.Index + 1}",
            Nrql.Create($"{query} SINCE {part.Item.Begin} UNTIL {part.Item.End} TIMESERIES {part.Item.Bucket}")) { Account = account }),
    ];

    public IReadOnlyList<NrqlQuery> Queries { get; }

    public IReadOnlyList<NrqlRow> Rows(NrqlBatch batch) => [.. Queries.SelectMany(query => batch.GetRequired(query.Name).Rows)];
}
