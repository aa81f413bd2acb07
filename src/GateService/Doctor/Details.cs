using System.Collections.Immutable;

namespace GateService.Doctor;

/// <summary>What the requests of the chosen kind tell, one by one of what a verdict needs.</summary>
internal sealed record Details
{
    public static Details None { get; } = new();

    /// <summary>Why New Relic did not answer a question, by its name: what it is about is unknown, and not absent.</summary>
    public ImmutableDictionary<string, string> Unanswered { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Requests by pod, or by backend where a gateway tells; most first.</summary>
    public IReadOnlyList<NamedCount> Pods { get; init; } = [];

    public IReadOnlyList<NamedCount> Clusters { get; init; } = [];

    public IReadOnlyList<NamedCount> Namespaces { get; init; } = [];

    public IReadOnlyList<NamedCount> Statuses { get; init; } = [];

    /// <summary>Classes of errors, as requests or the events beside them name them.</summary>
    public IReadOnlyList<NamedCount> Classes { get; init; } = [];

    /// <summary>Calls to others by who is called.</summary>
    public IReadOnlyList<NamedCount> Dependencies { get; init; } = [];

    /// <summary>Failed requests.</summary>
    public double Errors { get; init; }

    /// <summary>Requests with probes among them; null where it is not known.</summary>
    public double? WithProbes { get; init; }

    /// <summary>Requests as metric timeslices count them, probes included; null where there are none.</summary>
    public double? Timeslices { get; init; }

    /// <summary>When the newest request was; null where it is not known.</summary>
    public DateTimeOffset? Latest { get; init; }

    /// <summary>Pods of the rollout that the Kubernetes integration sees.</summary>
    public double KubernetesPods { get; init; }
}

/// <summary>Something by name and how much there is of it.</summary>
/// <param name="Name">As New Relic holds it.</param>
/// <param name="Count">How many.</param>
internal sealed record NamedCount(string Name, double Count);
