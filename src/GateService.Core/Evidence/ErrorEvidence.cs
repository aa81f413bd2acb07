namespace GateService.Core.Evidence;

/// <summary>What New Relic said of the failed requests of both slices, for the question whose fault they are.</summary>
public sealed record ErrorEvidence
{
    /// <summary>Signatures of the judged slice's failed requests.</summary>
    public IReadOnlyList<ErrorSeries> Canary { get; init; } = [];

    public IReadOnlyList<ErrorSeries> Stable { get; init; } = [];

    /// <summary>A sample of failed requests and the calls that failed in them.</summary>
    public IReadOnlyList<FailedCall> FailedCalls { get; init; } = [];

    public IReadOnlyList<DependencyCalls> Calls { get; init; } = [];

    /// <summary>Of the judged slice, bucket by bucket.</summary>
    public IReadOnlyList<RequestTimes> CanaryTimes { get; init; } = [];

    public IReadOnlyList<RequestTimes> StableTimes { get; init; } = [];

    /// <summary>Why calls by dependency are not known; null where New Relic answered, if only that there are none.</summary>
    public string? CallsUnavailable { get; init; }

    /// <summary>Why the times and call counts of requests are not known; null where New Relic answered.</summary>
    public string? TimesUnavailable { get; init; }

    /// <summary>Calls of other services to a dependency, by its name in the policy: a third control where stable is none. A witness that calls nobody is in here, one that could not be asked is not.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<CallBucket>> Witnesses { get; init; } = new Dictionary<string, IReadOnlyList<CallBucket>>();

    /// <summary>Witnesses that could not be heard, by the dependency's name in the policy, and why.</summary>
    public IReadOnlyDictionary<string, string> UnheardWitnesses { get; init; } = new Dictionary<string, string>();

    /// <summary>Why errors cannot be told apart; null where they can. All of them count as the service's own then.</summary>
    public string? Unavailable { get; init; }

    /// <summary>Names of the queries that made these numbers.</summary>
    public IReadOnlyList<string> Queries { get; init; } = [];
}
