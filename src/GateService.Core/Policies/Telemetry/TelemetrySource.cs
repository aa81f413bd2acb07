namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Where the requests of a service are seen in New Relic, and what its events mean: a kind of telemetry with what a policy says otherwise. Conditions are
/// reviewed NRQL, as of a WHERE clause; of several attributes the first that an event carries counts. What is not set is as before there were kinds.
/// </summary>
public sealed record TelemetrySource
{
    /// <summary>New Relic's limit on TIMESERIES, in buckets.</summary>
    public const int MostBuckets = 366;

    /// <summary>Name of the kind, such as <c>apm-http</c>.</summary>
    public string Kind { get; init; } = ApmHttp.Name;

    /// <summary>Name of the configured New Relic account; null is the default account.</summary>
    public string? Account { get; init; }

    /// <summary>Event type of request telemetry. Default <c>Transaction</c>.</summary>
    public string EventType { get; init; } = Agent.EventType;

    /// <summary>Attribute that names the service. Default <c>appName</c>.</summary>
    public string ServiceAttribute { get; init; } = Agent.ServiceAttribute;

    /// <summary>
    /// What <see cref="ServiceAttribute"/> holds, with placeholders for the request's names and <c>*</c> for any characters; null: the service's name.
    /// </summary>
    public string? ServiceValue { get; init; }

    /// <summary>Attributes that may name the namespace; an event that carries none of them is not refused.</summary>
    public IReadOnlyList<string> NamespaceAttributes { get; init; } = Agent.NamespaceAttributes;

    /// <summary>Attributes that may name the cluster; an event that carries none of them is not refused. None: clusters are not told apart.</summary>
    public IReadOnlyList<string> ClusterAttributes { get; init; } = Agent.ClusterAttributes;

    /// <summary>Attributes that may name the pod.</summary>
    public IReadOnlyList<string> PodAttributes { get; init; } = Agent.PodAttributes;

    /// <summary>Pods are seen by name. False: a gateway tells them by address at best, and slices need an attribute that names the backend.</summary>
    public bool SeesPods { get; init; } = true;

    /// <summary>Which rows are requests that are judged; null takes all of the event type.</summary>
    public string? Population { get; init; }

    /// <summary>Further conditions that every request meets, by the name a policy gave them.</summary>
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();

    /// <summary>Attributes that may hold the caller's user agent.</summary>
    public IReadOnlyList<string> AgentAttributes { get; init; } = Agent.AgentAttributes;

    /// <summary>User agents whose requests are probes and not users', <c>*</c> for any characters.</summary>
    public IReadOnlyList<string> ProbeAgents { get; init; } = Probes.Agents;

    /// <summary>Attributes that may hold the path of a request.</summary>
    public IReadOnlyList<string> PathAttributes { get; init; } = Agent.PathAttributes;

    /// <summary>Paths whose requests are probes and not users', <c>*</c> for any characters.</summary>
    public IReadOnlyList<string> ProbePaths { get; init; } = Probes.Paths;

    /// <summary>Attribute with a request's name, which is asked where it tells no path; null: nothing is asked.</summary>
    public string? NameAttribute { get; init; }

    /// <summary>Names whose requests are probes and not users', <c>*</c> for any characters.</summary>
    public IReadOnlyList<string> ProbeNames { get; init; } = [];

    /// <summary>Attribute with a request's duration, or with a metric of durations.</summary>
    public string DurationAttribute { get; init; } = Agent.DurationAttribute;

    public DurationUnit DurationUnit { get; init; } = DurationUnit.Seconds;

    /// <summary>Where the duration stands of a request without <see cref="DurationAttribute"/>; null: nowhere.</summary>
    public SpareDuration? SpareDuration { get; init; }

    /// <summary>Metrics whose observations are the requests; none where a row is a request, or counters count them.</summary>
    public IReadOnlyList<DurationMetric> Distributions { get; init; } = [];

    /// <summary>Counters of the requests; null where a row or an observation is a request.</summary>
    public CounterSource? Counters { get; init; }

    /// <summary>A request that the service failed, by what it answered: what an error rate counts.</summary>
    public string Error { get; init; } = Agent.Error;

    /// <summary>
    /// No error, and marked as one though the answer says success: what a success rate counts beside errors. A caller's mistake is none. Null where nothing is
    /// marked that is no error.
    /// </summary>
    public string? Marked { get; init; }

    /// <summary>A request that was refused as the caller's mistake: unauthorised, forbidden, not found, conflicting, unprocessable, too many. Null where nothing tells.</summary>
    public string? Refusal { get; init; }

    /// <summary>A refusal that says nothing of the request itself: of who asks, how, or how often. Null where nothing tells such from others.</summary>
    public string? Denial { get; init; }

    /// <summary>
    /// A request whose row does not tell how it ended: no status or code, and no mark where the agent would mark. Where many are such, no error is no proof that there
    /// was none. Null where every row tells.
    /// </summary>
    public string? Untold { get; init; }

    /// <summary>How telemetry is thinned out before it is stored.</summary>
    public Sampled Sampled { get; init; }

    /// <summary>A row that was chosen to be kept by how it ended; null where nothing tells.</summary>
    public string? TailSampled { get; init; }

    /// <summary>
    /// <c>transactionType</c> of New Relic's metric timeslices that count the same requests, each one, whatever an agent leaves out of its events; null where there
    /// are none.
    /// </summary>
    public string? Timeslices { get; init; }

    /// <summary>Attributes that may hold the status of a request.</summary>
    public IReadOnlyList<string> StatusAttributes { get; init; } = Agent.StatusAttributes;

    /// <summary>Attributes of a request that may hold the class of its error.</summary>
    public IReadOnlyList<string> ClassAttributes { get; init; } = Agent.ClassAttributes;

    /// <summary>Attributes of a request that may hold the message of its error.</summary>
    public IReadOnlyList<string> MessageAttributes { get; init; } = Agent.MessageAttributes;

    /// <summary>Where class and message stand that a request does not carry itself, and what errors are expected; null where nothing tells more.</summary>
    public ErrorNames? Names { get; init; }

    /// <summary>Attribute with the response flags of a gateway's log, such as <c>response_flags</c>; null where events are an agent's.</summary>
    public string? FlagAttribute { get; init; }

    /// <summary>Where calls of the service to others are seen; null where they are not.</summary>
    public CallSource? Calls { get; init; }

    /// <summary>Where the service's log is, for objectives that read it.</summary>
    public LogSource Logs { get; init; } = LogSource.Usual;

    /// <summary>Attributes that may hold a request's duration.</summary>
    public IReadOnlyList<string> DurationAttributes => SpareDuration is { } spare ? [DurationAttribute, spare.Attribute] : [DurationAttribute];

    /// <summary>Seconds in one unit of <see cref="DurationAttribute"/>.</summary>
    public double SecondsPerUnit => DurationUnit.InSeconds();

    /// <summary>Seconds in <see cref="DurationUnit"/>.</summary>
    public double InUnits(double seconds) => DurationUnit.Of(seconds);
}
