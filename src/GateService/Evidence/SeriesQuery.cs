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
    /// <param name="mostFacets">That an answer has; null where their number is fixed.</param>
    public SeriesQuery(string name, EvaluationWindow span, Nrql query, string? account = null, int? mostFacets = null) => Queries =
    [
        .. span.Parts(WindowPlanner.MostBuckets).Index().Select(part =>
            new NrqlQuery(Name(name, part.Index), new NrqlSeries(query, part.Item.Begin, part.Item.End, part.Item.Bucket) { MostFacets = mostFacets }) { Account = account }),
    ];

    /// <summary>One whose buckets are others in a longer span: it is asked as it is.</summary>
    /// <param name="name">As above.</param>
    /// <param name="parts">Each a whole number of its own buckets, because New Relic aligns them to the end.</param>
    /// <param name="query">As above.</param>
    /// <param name="account">As above.</param>
    public SeriesQuery(string name, IEnumerable<EvaluationWindow> parts, Nrql query, string? account = null) => Queries =
    [
        .. parts.Index().Select(part => new NrqlQuery(
            Name(name, part.Index),
            Nrql.Create($"{query} SINCE {part.Item.Begin} UNTIL {part.Item.End} TIMESERIES {part.Item.Bucket}")) { Account = account }),
    ];

    public IReadOnlyList<NrqlQuery> Queries { get; }

    public IReadOnlyList<NrqlRow> Rows(NrqlBatch batch) => [.. Queries.SelectMany(query => batch.GetRequired(query.Name).Rows)];

    private static string Name(string name, int part) => part == 0 ? name : $"{name}-{part + 1}";
}
