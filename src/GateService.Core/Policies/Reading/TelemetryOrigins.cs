using System.Globalization;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Adds what the kind of telemetry decides to the origins, so that the effective policy shows every condition that results.</summary>
internal static class TelemetryOrigins
{
    public static TelemetrySource Told(TelemetrySource source, PolicyFields? fields, List<PolicyValueOrigin> origins)
    {
        foreach (var (key, value) in Values(source))
        {
            if (value is not null && fields?.Has(key) != true)
            {
                origins.Add(new PolicyValueOrigin($"telemetry.{key}", value, PolicyPosition.BuiltIn.File, PolicyPosition.BuiltIn.Line));
            }
        }

        return source;
    }

    private static IEnumerable<(string Key, string? Value)> Values(TelemetrySource source) =>
    [
        ("kind", source.Kind),
        ("eventType", source.EventType),
        ("serviceAttribute", source.ServiceAttribute),
        ("serviceValue", source.ServiceValue),
        ("namespaceAttributes", string.Join(", ", source.NamespaceAttributes)),
        ("clusterAttributes", string.Join(", ", source.ClusterAttributes)),
        ("podAttributes", string.Join(", ", source.PodAttributes)),
        ("population", source.Population),
        ("probeAgents", string.Join(", ", source.ProbeAgents)),
        ("probePaths", string.Join(", ", source.ProbePaths)),
        ("agentAttributes", string.Join(", ", source.AgentAttributes)),
        ("pathAttributes", string.Join(", ", source.PathAttributes)),
        ("probeNames", source.NameAttribute is null ? null : string.Join(", ", source.ProbeNames)),
        ("nameAttribute", source.NameAttribute),
        ("durationAttribute", source.Distributions.Count > 1 ? string.Join(", ", source.Distributions.Select(metric => $"{metric.Name} in {EnumNames.Of(metric.Unit)}"))
            : source.SpareDuration is { } spare ? $"{source.DurationAttribute}, else {spare.Attribute} in {EnumNames.Of(spare.Unit)}" : source.DurationAttribute),
        ("durationUnit", source.Distributions.Count > 1 ? null : EnumNames.Of(source.DurationUnit)),
        ("requestCounter", source.Counters?.Requests),
        ("bounds", source.Counters is { } counters ? string.Join(", ", counters.Bounds.Select(bound => bound.ToString(CultureInfo.InvariantCulture))) : null),
        ("error", source.Error),
        ("marked", source.Marked),
        ("refusal", source.Refusal),
        ("untold", source.Untold),
        ("sampled", EnumNames.Of(source.Sampled)),
        ("tailSampled", source.TailSampled),
        ("statusAttributes", string.Join(", ", source.StatusAttributes)),
        ("classAttributes", string.Join(", ", source.ClassAttributes)),
        ("messageAttributes", string.Join(", ", source.MessageAttributes)),
        ("names", source.Names is { } names ? $"{names.EventType}: {string.Join(", ", [.. names.ClassAttributes, .. names.MessageAttributes])}{(names.Expected is { } expected ? $"; expected where {expected}" : "")}" : null),
        ("flagAttribute", source.FlagAttribute),
        ("logs", $"{source.Logs.EventType}: {string.Join(", ", [.. source.Logs.PodAttributes, .. source.Logs.LevelAttributes, .. source.Logs.MessageAttributes])}"),
        ("calls", source.Calls is { } calls ? $"Span where {calls.Call}; failed where {calls.FailedCall}; of {string.Join(", ", calls.DependencyAttributes)}" : null),
    ];
}
