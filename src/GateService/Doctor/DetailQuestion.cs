using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Evidence;
using NewRelic.Api;

namespace GateService.Doctor;

/// <summary>Asks what the requests of the chosen kind tell: pods, statuses, errors, calls, and what is left out of them.</summary>
internal sealed class DetailQuestion
{
    /// <summary>Names of the questions.</summary>
    public const string Pods = "pods", Clusters = "clusters", Statuses = "statuses", Classes = "classes", ClassesBeside = "classes-beside", Errors = "errors", Dependencies = "dependencies", Probes = "probes", Timeslices = "timeslices", Delay = "delay";

    private const string Counts = "requests";
    private const int MostPods = 200;
    private const int MostNames = 10;

    private readonly RequestMeasure _measure;
    private readonly List<(string Name, NrqlQuery Query, Func<NrqlBatch, Details, Details> Read)> _questions = [];

    public DetailQuestion(CheckupRequest request, KindSighting sighting)
    {
        var (plan, slices) = (sighting.Candidate.Plan, sighting.Candidate.Policy.Slices);
        var telemetry = plan.Telemetry;
        _measure = RequestMeasure.Of(telemetry);
        var of = Nrql.Create($"FROM {RequestRows.Of(plan)} WHERE {RequestRows.Where(plan)}");
        var until = Nrql.Create($"SINCE {plan.Window.Begin} UNTIL {plan.Window.End}");
        Facet(Pods, of, until, PodsBy(telemetry, slices), MostPods, (details, found) => details with { Pods = found });
        Facet(Clusters, of, until, telemetry.ClusterAttributes, MostNames, (details, found) => details with { Clusters = found });
        Facet("namespaces", of, until, telemetry.NamespaceAttributes, MostNames, (details, found) => details with { Namespaces = found });
        Facet(Statuses, of, until, telemetry.StatusAttributes, MostNames, (details, found) => details with { Statuses = found });
        var failed = Nrql.Create($"{of} AND ({Nrql.Trusted(telemetry.Error)})");
        Facet(Classes, failed, until, telemetry.ClassAttributes, MostNames, (details, found) => details with { Classes = found });
        One(Errors, Nrql.Create($"SELECT {Nrql.List(_measure.Count(Counted.Errors, Counts))} {of} {until}"), (details, row) => details with { Errors = _measure.Count(row, Counts) ?? 0 });
        var probed = plan with { Telemetry = telemetry with { ProbeAgents = [], ProbePaths = [], ProbeNames = [] } };
        One(Probes, Nrql.Create($"SELECT {Nrql.List(_measure.Count(Counted.Requests, Counts))} FROM {RequestRows.Of(plan)} WHERE {RequestRows.Where(probed)} {until}"), (details, row) => details with { WithProbes = _measure.Count(row, Counts) });
        Calls(plan, until);
        Names(plan, until);
        if (telemetry.Timeslices is { } type)
        {
            One(Timeslices, Nrql.Create($"SELECT count({new NrqlIdentifier("apm.service.transaction.duration")}) AS requests FROM Metric WHERE appName = {request.Service} AND transactionType = {type} {until}"), (details, row) => details with { Timeslices = row.Number(Counts) });
        }

        if (request.IsNow)
        {
            One(Delay, Nrql.Create($"SELECT latest(timestamp) AS latest {of} {until}"), (details, row) => details with { Latest = row.Number("latest") is { } at ? DateTimeOffset.FromUnixTimeMilliseconds((long)at) : null });
        }

        One("kubernetes", Nrql.Create($"SELECT uniqueCount(podName) AS pods FROM K8sPodSample WHERE podName LIKE {NrqlLikePattern.StartsWith($"{request.Rollout}-")} {Within(request)} {until}"), (details, row) => details with { KubernetesPods = row.Number("pods") ?? 0 });
    }

    public IReadOnlyList<NrqlQuery> Queries => [.. _questions.Select(question => question.Query)];

    public Details Read(NrqlBatch batch) => _questions.Aggregate(
        Details.None, (details, question) => UnavailableCause.Of(batch, [question.Query]) is { } cause ? details with { Unanswered = details.Unanswered.Add(question.Name, cause) } : question.Read(batch, details));

    /// <summary>Names of pods; of a gateway, which knows none, its backends, unless they stand in the middle of a line.</summary>
    private static IReadOnlyList<string> PodsBy(TelemetrySource telemetry, SliceRule slices) => telemetry.SeesPods ? telemetry.PodAttributes
        : telemetry.ServiceAttribute is "message" ? [] : slices.By == SliceBy.Attribute ? slices.Attributes : telemetry.PodAttributes;

    private static Nrql Within(CheckupRequest request) => request.Namespace is { } inside ? Nrql.Create($"AND namespaceName = {inside}") : Nrql.Empty;

    private void Calls(EvidencePlan plan, Nrql until)
    {
        if (plan.Telemetry.Calls is not { } calls)
        {
            return;
        }

        Add(Dependencies, Nrql.Create($"SELECT count(*) AS requests FROM Span WHERE {SliceConditions.Service(plan)} AND ({Nrql.Trusted(calls.Call)}) FACET {SliceConditions.FirstValue(calls.DependencyAttributes)} LIMIT {MostNames} {until}"),
            (batch, details) => details with { Dependencies = Named(batch.GetRequired(Dependencies).Rows.Select(row => (row.Facet, row.Number(Counts)))) });
    }

    /// <summary>Where requests do not carry the class of their error, the events beside them do.</summary>
    private void Names(EvidencePlan plan, Nrql until)
    {
        if (plan.Telemetry.Names is not { ClassAttributes.Count: > 0 } names)
        {
            return;
        }

        var which = names.Where is { } condition ? Nrql.Create($"{SliceConditions.Service(plan)} AND ({Nrql.Trusted(condition)})") : SliceConditions.Service(plan);
        Add(ClassesBeside, Nrql.Create($"SELECT count(*) AS requests FROM {new NrqlIdentifier(names.EventType)} WHERE {which} FACET {SliceConditions.FirstValue(names.ClassAttributes)} LIMIT {MostNames} {until}"),
            (batch, details) => Named(batch.GetRequired(ClassesBeside).Rows.Select(row => (row.Facet, row.Number(Counts)))) is { Count: > 0 } beside ? details with { Classes = beside } : details);
    }

    private void Facet(string name, Nrql of, Nrql until, IReadOnlyList<string> attributes, int most, Func<Details, IReadOnlyList<NamedCount>, Details> take)
    {
        if (attributes.Count > 0)
        {
            Add(name, Nrql.Create($"SELECT {Nrql.List(_measure.Count(Counted.Requests, Counts))} {of} FACET {SliceConditions.FirstValue(attributes)} LIMIT {most} {until}"),
                (batch, details) => take(details, Named(batch.GetRequired(name).Rows.Select(row => (row.Facet, _measure.Count(row, Counts))))));
        }
    }

    private void One(string name, Nrql nrql, Func<Details, NrqlRow, Details> take) =>
        Add(name, nrql, (batch, details) => batch.GetRequired(name).Rows is [var row, ..] ? take(details, row) : details);

    private void Add(string name, Nrql nrql, Func<NrqlBatch, Details, Details> read)
    {
        if (new NrqlQuery(name, nrql) is { Fits: true } query)
        {
            _questions.Add((name, query, read));
        }
    }

    private static IReadOnlyList<NamedCount> Named(IEnumerable<(string? Name, double? Count)> rows) =>
        [.. rows.Where(row => row is { Name.Length: > 0, Count: > 0 }).Select(row => new NamedCount(row.Name!, row.Count!.Value)).OrderByDescending(row => row.Count)];
}
