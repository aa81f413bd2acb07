using System.Diagnostics;
using System.Diagnostics.Metrics;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using static GateService.Telemetry.GateTelemetry;

namespace GateService.Telemetry;

/// <summary>What the gate counts and measures of itself.</summary>
internal sealed class GateMetrics : IDisposable
{
    private static readonly double[] Seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16];
    private static readonly double[] LongSeconds = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400];

    /// <summary>Teams with their services, and with objectives: times three verdicts or outcomes they stay below OpenTelemetry's 2,000 of a metric.</summary>
    private const int Most = 600;

    private readonly TeamSeries _asked = new(Most);
    private readonly TeamSeries _found = new(Most);
    private readonly Meter _meter;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _findings;
    private readonly Histogram<double> _evaluation;
    private readonly Histogram<double> _nerdGraph;
    private readonly Counter<long> _queries;
    private readonly Counter<long> _rationed;
    private readonly Counter<long> _shadows;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _delay;
    private readonly QueryBudget _budget;
    private volatile int _policyFaults;
    private volatile int _tokenFaults;
    private IReadOnlyDictionary<string, long> _depth = new Dictionary<string, long>();

    public GateMetrics(IMeterFactory meters, RunningRollouts running, TimeProvider time)
    {
        _meter = meters.Create(Source);
        _budget = new QueryBudget(time);
        _verdicts = _meter.CreateCounter<long>(Metrics.Verdicts, description: "Decisions by verdict, team and service");
        _findings = _meter.CreateCounter<long>(Metrics.Findings, description: "Findings by outcome, team, service and objective");
        _evaluation = Histogram(Metrics.EvaluationDuration, "From the request to its verdict", Seconds);
        _nerdGraph = Histogram(Metrics.NerdGraphDuration, "Asking New Relic for one evaluation, retries included", Seconds);
        _queries = _meter.CreateCounter<long>(Metrics.NerdGraphQueries, description: "NRQL queries asked");
        _rationed = _meter.CreateCounter<long>(Metrics.NerdGraphRationed, description: "NRQL queries not asked, because the account's minute was used up, by priority");
        _shadows = _meter.CreateCounter<long>(Metrics.Shadows, description: "Decisions judged by a second policy beside, by it, the verdict and its own");
        _errors = _meter.CreateCounter<long>(Metrics.Errors, description: "Troubles by kind: of New Relic, the deadline, the store, receivers of messages");
        _refusals = _meter.CreateCounter<long>(Metrics.Refusals, description: "Requests turned away by reason, logged or not");
        _deliveries = _meter.CreateCounter<long>(Metrics.Deliveries, description: "Attempts to deliver a message by channel and outcome");
        _delay = Histogram(Metrics.DeliveryDelay, "From a decision to the delivery of its message", LongSeconds);
        _meter.CreateObservableGauge(Metrics.NerdGraphBudget, () => _budget.Used, description: "Share of New Relic's 3,000 queries a minute that this process used in the last minute");
        _meter.CreateObservableGauge(Metrics.OutboxDepth, () => _depth.Select(entry => new Measurement<long>(entry.Value, Tag(Tags.State, entry.Key))), description: "Messages waiting or dead");
        _meter.CreateObservableGauge(Metrics.PolicyFaults, () => _policyFaults, description: "Faults of the policy files as last read; above 0 the last good ones judge");
        _meter.CreateObservableGauge(Metrics.TokenFaults, () => _tokenFaults, description: "Faults of the token files as last read; above 0 the last good ones let callers in");
        Gauge(Metrics.RolloutValue, running.Values, "The canary's value of each objective of each running rollout, in the objective's unit");
        Gauge(Metrics.RolloutStable, running.Stable, "Stable's value beside it");
        Gauge(Metrics.RolloutLimit, running.Limits, "The limit of the step");
        Gauge(Metrics.RolloutEvidence, running.Evidence, "Evidence of harm in nats");
        Gauge(Metrics.RolloutFailsAt, running.FailsAt, "Evidence at which the objective fails");
        Gauge(Metrics.RolloutWeight, running.Weights, "Canary share of traffic in percent");
    }

    public void Decided(GateEvaluation evaluation, TimeSpan took)
    {
        var (team, service) = (evaluation.Request.Team ?? "", evaluation.Request.Service);
        var verdict = Tag(Tags.Verdict, EnumNames.Of(evaluation.Verdict));
        var (ofTeam, ofService, _) = _asked.Of(team, service, "");
        _verdicts.Add(1, Tag(Tags.Team, ofTeam), Tag(Tags.Service, ofService), verdict);
        foreach (var finding in evaluation.Findings)
        {
            var (byTeam, byService, objective) = _found.Of(team, service, finding.Objective);
            _findings.Add(1, new TagList { Tag(Tags.Team, byTeam), Tag(Tags.Service, byService), Tag(Tags.Objective, objective), Tag(Tags.Outcome, EnumNames.Of(finding.Outcome)) });
        }

        _evaluation.Record(took.TotalSeconds, verdict);
    }

    /// <summary>New Relic was asked for one evaluation.</summary>
    public void NerdGraphAsked(TimeSpan took) => _nerdGraph.Record(took.TotalSeconds);

    /// <summary>Queries that were really asked; those that several evaluations wait for, once.</summary>
    public void QueriesAsked(int queries)
    {
        _queries.Add(queries);
        _budget.Spend(queries);
    }

    /// <summary>Queries that were not asked, because the account's minute was used up.</summary>
    public void QueriesRationed(int queries, string priority) => _rationed.Add(queries, Tag(Tags.Priority, priority));

    /// <summary>A second policy judged what was decided.</summary>
    /// <param name="policy">Its name.</param>
    /// <param name="verdict">What was decided.</param>
    /// <param name="beside">What it would have decided; <c>untold</c> where it needed evidence that was not there.</param>
    public void ShadowJudged(string policy, string verdict, string beside) => _shadows.Add(1, Tag(Tags.ShadowPolicy, policy), Tag(Tags.Verdict, verdict), Tag(Tags.ShadowVerdict, beside));

    public void ErrorSeen(string kind) => _errors.Add(1, Tag(Tags.Kind, kind));

    public void Refused(string reason) => _refusals.Add(1, Tag(Tags.Reason, reason));

    public void Delivered(string channel, string outcome, TimeSpan? since)
    {
        _deliveries.Add(1, Tag(Tags.Channel, channel), Tag(Tags.Outcome, outcome));
        if (since is { } delay)
        {
            _delay.Record(delay.TotalSeconds, Tag(Tags.Channel, channel));
        }
    }

    /// <summary>Messages in the outbox by state, as last counted.</summary>
    public void OutboxCounted(IReadOnlyDictionary<string, long> depth) => _depth = depth;

    /// <summary>Faults of the policy files as they were last read.</summary>
    public void PoliciesRead(int faults) => _policyFaults = faults;

    /// <summary>Faults of the token files as they were last read.</summary>
    public void TokensRead(int faults) => _tokenFaults = faults;

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private Histogram<double> Histogram(string name, string description, double[] boundaries) => _meter.CreateHistogram(
        name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private void Gauge(string name, Func<IEnumerable<Measurement<double>>> measure, string description) =>
        _meter.CreateObservableGauge(name, measure, description: description);
}
