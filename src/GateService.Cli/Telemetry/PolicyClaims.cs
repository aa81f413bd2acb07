using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;

namespace GateService.Cli.Telemetry;

/// <summary>What an effective policy takes for granted of New Relic's events; only what somebody wrote, because what the code takes for granted is tested with it.</summary>
internal static class PolicyClaims
{
    private static readonly string MetricType = OtelMetrics.Source.EventType;
    private static readonly string[] TelemetryNames = ["serviceAttribute", "durationAttribute", "nameAttribute", "flagAttribute"];
    private static readonly string[] TelemetryLists = ["namespaceAttributes", "clusterAttributes", "podAttributes", "agentAttributes", "pathAttributes", "statusAttributes", "classAttributes", "messageAttributes"];
    private static readonly string[] TelemetryConditions = ["population", "error", "marked", "refusal", "untold", "tailSampled"];
    private static readonly string[] KpiNames = ["attribute", "serviceAttribute"];
    private static readonly string[] KpiConditions = ["where", "numerator"];
    private static readonly string[] Sides = ["atMost", "atLeast"];

    public static IEnumerable<Claim> Of(GatePolicy policy) => OfTelemetry(policy).Concat(policy.Objectives.SelectMany(objective => objective switch
    {
        KpiObjective kpi => OfKpi(policy, kpi),
        LatencyObjective latency => OfLatency(policy, latency),
        _ => [],
    }));

    private static IEnumerable<Claim> OfTelemetry(GatePolicy policy)
    {
        var (type, by) = (policy.Telemetry.EventType, policy.Telemetry.ServiceAttribute);
        if (Written(policy, "telemetry.eventType") is { } events)
        {
            yield return new Claim.Events(events, type, by);
        }

        // The duration of some kinds is the name of a metric, which is no attribute of its rows.
        foreach (var at in TelemetryNames.Select(name => Written(policy, $"telemetry.{name}")).OfType<PolicyValueOrigin>().Where(at => type != MetricType || at.Path != "telemetry.durationAttribute"))
        {
            yield return new Claim.Carried(at, type, by, [at.Value]);
        }

        foreach (var at in TelemetryLists.Select(name => Written(policy, $"telemetry.{name}")).OfType<PolicyValueOrigin>().Where(at => at.Value.Length > 0))
        {
            yield return new Claim.Carried(at, type, by, at.Value.Split(", "));
        }

        foreach (var at in TelemetryConditions.Select(name => Written(policy, $"telemetry.{name}")).OfType<PolicyValueOrigin>())
        {
            foreach (var claim in OfCondition(at, type, by, at.Path == "telemetry.population"))
            {
                yield return claim;
            }
        }

        foreach (var at in policy.Origins.Where(at => (at.Path == "telemetry.where" || at.Path.StartsWith("telemetry.where.", StringComparison.Ordinal)) && IsOfAFile(at) && at.Value != "null"))
        {
            foreach (var claim in OfCondition(at, type, by, isMet: true))
            {
                yield return claim;
            }
        }
    }

    private static IEnumerable<Claim> OfKpi(GatePolicy policy, KpiObjective kpi)
    {
        var (path, type, by) = ($"objectives.{kpi.Name}", kpi.Definition.EventType, kpi.Definition.ServiceAttribute ?? policy.Telemetry.ServiceAttribute);
        if (Written(policy, $"{path}.eventType") is { } events)
        {
            yield return new Claim.Events(events, type, by);
        }

        foreach (var at in KpiNames.Select(name => Written(policy, $"{path}.{name}")).OfType<PolicyValueOrigin>())
        {
            yield return new Claim.Carried(at, type, by, [at.Value]);
        }

        foreach (var claim in KpiConditions.Select(name => Written(policy, $"{path}.{name}")).OfType<PolicyValueOrigin>().SelectMany(at => OfCondition(at, type, by, isMet: true)))
        {
            yield return claim;
        }

        if (kpi is { Definition: { Form: KpiForm.Mean or KpiForm.Percentile or KpiForm.Gauge, Attribute: { } attribute }, Limit: { } limit } && Limit(policy, path) is { } where)
        {
            yield return new Claim.Sized(where, type, by, attribute, kpi.Definition.Quantile, limit.Entries[0].Value, 1, kpi.Unit);
        }
    }

    private static IEnumerable<Claim> OfLatency(GatePolicy policy, LatencyObjective latency) =>
        policy.Telemetry is { Distributions.Count: 0, Counters: null } telemetry && latency.Limit is { } limit && Limit(policy, $"objectives.{latency.Name}") is { } at
            ? [new Claim.Sized(at, telemetry.EventType, telemetry.ServiceAttribute, telemetry.DurationAttribute, latency.Quantile, limit.Entries[0].Value, telemetry.SecondsPerUnit, latency.Unit)]
            : [];

    private static IEnumerable<Claim> OfCondition(PolicyValueOrigin at, string type, string by, bool isMet) =>
    [
        .. NrqlAttributes.Of(at.Value).Select(name => new Claim.Carried(at, type, by, [name])),
        .. isMet && !at.Value.Contains('{', StringComparison.Ordinal) ? new Claim[] { new Claim.Met(at, type, by, at.Value) } : [],
    ];

    private static PolicyValueOrigin? Limit(GatePolicy policy, string path) =>
        policy.Origins.FirstOrDefault(at => IsOfAFile(at) && Sides.Any(side => at.Path == $"{path}.{side}" || at.Path.StartsWith($"{path}.{side}.", StringComparison.Ordinal)));

    private static PolicyValueOrigin? Written(GatePolicy policy, string path) => policy.Origins.FirstOrDefault(at => at.Path == path && IsOfAFile(at) && at.Value != "null");

    private static bool IsOfAFile(PolicyValueOrigin at) => at.Line > PolicyPosition.BuiltIn.Line;
}
