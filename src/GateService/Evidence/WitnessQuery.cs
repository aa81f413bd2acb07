using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Calls of other services to a dependency of ours, which is another one in another cluster.</summary>
internal static class WitnessQuery
{
    public static SeriesQuery Of(EvidencePlan plan, CallSource source, CoarseSpan span, DependencySettings dependency)
    {
        var service = new NrqlIdentifier(plan.Telemetry.ServiceAttribute);
        var others = Nrql.Create($"{service} IN ({Nrql.List(dependency.Witnesses.Select(witness => Nrql.Create($"{witness}")))})");
        var hosts = source.DependencyAttributes.SelectMany(name => dependency.Hosts.Select(host => Host(name, host)));
        var where = Nrql.And([others, SliceConditions.Cluster(plan.Cluster, plan.Telemetry.ClusterAttributes), Nrql.Trusted(source.Call), Nrql.Create($"({Nrql.Or([.. hosts])})")]);
        return span.Ask($"witness:{dependency.Name}", Nrql.Create($"SELECT {CallRows.Columns(source)} FROM Span WHERE {where} FACET {CallRows.Outcome(source)}"));
    }

    /// <summary>A host as the classifier knows it: a short name stands for that service of the cluster too.</summary>
    private static Nrql Host(string name, string host)
    {
        var attribute = new NrqlIdentifier(name);
        return name == DependencyName.SpanName ? Like(Within("External/", host))
            : DependencyName.UrlAttributes.Contains(name) ? Like(Within("://", host).Select(string[] (pieces) => ["", .. pieces]))
            : host.Contains('*', StringComparison.Ordinal) ? Like([host.Split('*')])
            : host.Contains('.', StringComparison.Ordinal) ? Nrql.Create($"{attribute} = {host}")
            : Nrql.Create($"{attribute} = {host} OR {attribute} LIKE {NrqlLikePattern.Pieces($"{host}.", ".svc", "")}");

        Nrql Like(IEnumerable<string[]> patterns) => Nrql.Or([.. patterns.Select(pieces => Nrql.Create($"{attribute} LIKE {NrqlLikePattern.Pieces(pieces)}"))]);
    }

    /// <summary>Patterns of a longer text that holds the host behind something: up to its end, a port, or the cluster's own domain.</summary>
    private static IEnumerable<string[]> Within(string before, string host) =>
        host.Contains('*', StringComparison.Ordinal) ? [[.. (before + host).Split('*'), ""]]
        : host.Contains('.', StringComparison.Ordinal) ? [[$"{before}{host}/", ""], [$"{before}{host}:", ""]]
        : [[$"{before}{host}/", ""], [$"{before}{host}:", ""], [$"{before}{host}.", ".svc", ""]];
}
