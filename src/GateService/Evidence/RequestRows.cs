using System.Runtime.CompilerServices;
using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Which rows are the requests of the service that are judged: its users', without background work and probes, as the policy's kind of telemetry tells them.</summary>
internal static class RequestRows
{
    /// <summary>A policy's telemetry is the same object for all its evaluations, and its conditions are the same text.</summary>
    private static readonly ConditionalWeakTable<TelemetrySource, Nrql[]> Known = [];

    /// <summary>Event type of requests.</summary>
    public static NrqlIdentifier Of(EvidencePlan plan) => new(plan.Telemetry.EventType);

    /// <summary>Requests of the service, whatever the slice.</summary>
    public static Nrql Where(EvidencePlan plan) => Nrql.And([SliceConditions.Service(plan), .. Known.GetValue(plan.Telemetry, telemetry => [.. Judged(telemetry)])]);

    /// <summary>What tells requests from other rows of the service.</summary>
    public static IEnumerable<Nrql> Judged(TelemetrySource telemetry)
    {
        if (Metrics(telemetry) is { Count: > 0 } metrics)
        {
            yield return Nrql.Create($"metricName IN ({Nrql.List(metrics)})");
        }

        if (telemetry.Population is { } population)
        {
            yield return Nrql.Trusted($"({population})");
        }

        foreach (var attribute in telemetry.AgentAttributes.Where(_ => telemetry.ProbeAgents.Count > 0))
        {
            yield return Not(attribute, telemetry.ProbeAgents);
        }

        foreach (var attribute in telemetry.PathAttributes.Where(_ => telemetry.ProbePaths.Count > 0))
        {
            yield return Not(attribute, telemetry.ProbePaths);
        }

        if (telemetry is { NameAttribute: { } name, ProbeNames.Count: > 0 })
        {
            yield return Unnamed(name, telemetry);
        }

        foreach (var (_, condition) in telemetry.Where.OrderBy(named => named.Key, StringComparer.Ordinal))
        {
            yield return Nrql.Trusted($"({condition})");
        }
    }

    /// <summary>The metrics that are counted: a row of another says nothing of requests.</summary>
    private static List<Nrql> Metrics(TelemetrySource telemetry) =>
        [.. (telemetry.Counters is { } counters ? [counters.Requests, telemetry.DurationAttribute] : telemetry.Distributions.Select(metric => metric.Name)).Select(name => Nrql.Create($"{name}"))];

    /// <summary>A request that tells its path is known by that; its name may end like a probe's and mean something else.</summary>
    private static Nrql Unnamed(string attribute, TelemetrySource telemetry)
    {
        var name = new NrqlIdentifier(attribute);
        var paths = telemetry.PathAttributes.Select(path => Nrql.Create($"{new NrqlIdentifier(path)} IS NOT NULL"));
        return Nrql.Create($"({Nrql.Or([.. paths, Nrql.Create($"{name} IS NULL"), Nrql.Create($"{name} NOT RLIKE {NrqlRegex.AnyOf(telemetry.ProbeNames)}")])})");
    }

    /// <summary>None of these texts, as one expression: an event without the attribute is no probe.</summary>
    private static Nrql Not(string attribute, IReadOnlyList<string> texts)
    {
        var name = new NrqlIdentifier(attribute);
        return Nrql.Create($"({name} IS NULL OR {name} NOT RLIKE {NrqlRegex.AnyOf(texts)})");
    }
}
