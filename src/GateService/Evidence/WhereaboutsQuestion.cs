using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// What New Relic holds of a service where no request of the judged slice was found: requests of nobody's pod, of other pods, rows that are not judged, or the service
/// by another kind of telemetry. Asked in a request of its own, and only then.
/// </summary>
/// <param name="plan">Of what was not found.</param>
/// <param name="isStableSeen">Stable's requests were found: the service is there, and by this kind of telemetry.</param>
internal sealed class WhereaboutsQuestion(EvidencePlan plan, bool isStableSeen)
{
    private const string Rows = "rows";
    private const string Judged = "judged";
    private const string Named = "named";
    private const string Like = "like";
    private const string Own = "whereabouts";
    private const string Agents = "whereabouts-agents";
    private const string Spans = "whereabouts-spans";
    private const string Metrics = "whereabouts-metrics";

    private readonly IReadOnlyList<string> _names = plan.Judged?.Attributes ?? plan.Telemetry.PodAttributes;

    public IReadOnlyList<NrqlQuery> Queries =>
    [
        .. new[]
        {
            Query(Own, Nrql.Create(
                $"SELECT count(*) AS rows, filter(count(*), WHERE {RequestRows.Where(plan)}) AS judged, filter(count(*), WHERE {RequestRows.Where(plan)} AND ({Nrql.Or(_names.Select(name => Nrql.Create($"{new NrqlIdentifier(name)} IS NOT NULL")))})) AS named, {Nrql.List(_names.Index().Select(name => Nrql.Create($"latest({new NrqlIdentifier(name.Item)}) AS {new NrqlIdentifier($"{Like}{name.Index}")}")))} FROM {RequestRows.Of(plan)} WHERE {SliceConditions.ServiceName(plan)}")),
            Query(Agents, Nrql.Create(
                $"SELECT filter(count(*), WHERE transactionType = 'Web') AS web, filter(count(*), WHERE transactionType = 'Other') AS background FROM Transaction WHERE appName = {plan.Service}")),
            Query(Spans, Nrql.Create(
                $"SELECT filter(count(*), WHERE span.kind = 'server') AS server, filter(count(*), WHERE span.kind = 'consumer') AS consumer FROM Span WHERE service.name = {plan.Service}")),
            Query(Metrics, Nrql.Create(
                $"SELECT count(http.server.request.duration) AS stable, count(http.server.duration) AS old FROM Metric WHERE service.name = {plan.Service}")),
            Query($"{Metrics}-agents", Nrql.Create($"SELECT count(apm.service.transaction.duration) AS agents FROM Metric WHERE appName = {plan.Service}")),
        }.Where(query => query.Fits),
    ];

    /// <summary>In words for people; null where there is nothing, or nobody answered.</summary>
    public string? Read(NrqlBatch batch)
    {
        if (isStableSeen)
        {
            return Row(batch, Own) is { } all && Count(all, Judged) > Count(all, Named) ? Unnamed(Count(all, Judged) - Count(all, Named)) : null;
        }

        var found = Others(batch).ToList();
        if (Row(batch, Own) is { } own && Count(own, Rows) > 0)
        {
            return Count(own, Judged) > 0 ? OfRequests(own)
                : $"none of {Quantity.Count(Count(own, Rows))} {plan.Telemetry.EventType} rows of {plan.Service} is a request that {plan.Telemetry.Kind} judges"
                    + (found.Count == 0 ? $": population, where, probes{(plan.Cluster is { } cluster ? $", the namespace or cluster '{cluster}' leave" : " or the namespace leave")} them out" : $", but {string.Join(" and ", found)}");
        }

        return found.Count == 0 ? null : $"New Relic holds no {plan.Telemetry.EventType} of {plan.Telemetry.ServiceAttribute} '{plan.Service}', but {string.Join(" and ", found)}";
    }

    private string OfRequests(NrqlRow own)
    {
        var (judged, named) = (Count(own, Judged), Count(own, Named));
        var names = string.Join(", ", _names);
        return named <= 0
            ? Unnamed(judged)
            : IsFormer(own)
            ? $"{Quantity.Count(judged)} requests of {plan.Service} are those of stable, such as {Example(own)}, and none are the canary's: it gets no traffic yet; looked for {names} of {plan.Judged?.Value ?? plan.Service}"
            : $"{Quantity.Count(judged)} requests of {plan.Service} are of others, such as {Example(own)}; looked for {names} of {plan.Judged?.Value ?? plan.Service}{(judged - named > 0 ? $", and {Quantity.Count(judged - named)} carry none of them" : "")}";
    }

    private string Unnamed(double requests) =>
        $"{Quantity.Count(requests)} requests of {plan.Service} carry none of {string.Join(", ", _names)}: nobody can say whose they are; send the pod's name (New Relic's k8s-metadata-injection, or k8sattributes of the collector)";

    /// <summary>Before a blue/green switch all traffic is that of the version before.</summary>
    private bool IsFormer(NrqlRow own) => plan.Former?.Value is { } former && _names.Index().Any(name => own.Text($"{Like}{name.Index}")?.StartsWith(former, StringComparison.Ordinal) == true);

    private string Example(NrqlRow own) => _names.Index().Select(name => own.Text($"{Like}{name.Index}") is { } value ? $"{name.Item} '{value}'" : null).OfType<string>().FirstOrDefault() ?? "unnamed ones";

    private IEnumerable<string> Others(NrqlBatch batch)
    {
        if (Row(batch, Agents) is { } agents)
        {
            foreach (var (column, kind, what) in new[] { ("web", ApmHttp.Name, "web transactions"), ("background", ApmBackground.Name, "background transactions") })
            {
                if (kind != plan.Telemetry.Kind && Count(agents, column) > 0)
                {
                    yield return Offer($"{Quantity.Count(Count(agents, column))} {what} of appName '{plan.Service}'", kind);
                }
            }
        }

        if (Row(batch, Spans) is { } spans)
        {
            foreach (var (column, kind) in new[] { ("server", OtelSpans.Name), ("consumer", OtelConsumers.Name) })
            {
                if (kind != plan.Telemetry.Kind && Count(spans, column) > 0)
                {
                    yield return Offer($"{Quantity.Count(Count(spans, column))} {column} spans of service.name '{plan.Service}'", kind);
                }
            }
        }

        if (plan.Telemetry.Kind != OtelMetrics.Name && Row(batch, Metrics) is { } metrics && Count(metrics, "stable") + Count(metrics, "old") > 0)
        {
            yield return Offer($"Metric data of service.name '{plan.Service}'", OtelMetrics.Name);
        }

        if (Row(batch, $"{Metrics}-agents") is { } timeslices && Count(timeslices, "agents") > 0)
        {
            yield return $"Metric data of appName '{plan.Service}' exists (apm.service.transaction.duration): its agent sends no transaction events, or a rule drops them, and timeslices know neither status nor quantiles";
        }
    }

    private static string Offer(string what, string kind) => $"{what} exist (telemetry: {{kind: {kind}}} judges them)";

    /// <summary>Over the window that was found empty: what served before it began says nothing of why.</summary>
    private NrqlQuery Query(string name, Nrql select) => new(name, Nrql.Create($"{select} SINCE {plan.Window.Begin} UNTIL {plan.Window.End}"));

    private static double Count(NrqlRow row, string column) => row.Number(column) ?? 0;

    private static NrqlRow? Row(NrqlBatch batch, string name) => batch.Names.Contains(name) && batch[name] is NrqlOutcome.Answered { Result.Rows: [var row, ..] } ? row : null;
}
