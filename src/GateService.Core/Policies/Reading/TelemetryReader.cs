using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads where requests are seen: a kind of telemetry, and whatever the policy says otherwise. Every part that the kind decides is an origin like any other.</summary>
internal static class TelemetryReader
{
    private static readonly string[] OfCounters = ["requestCounter", "bounds"];
    private static readonly string[] OfConditions = ["error", "marked", "refusal", "untold"];

    /// <param name="fields">Null where the policy says nothing of it.</param>
    /// <param name="origins">Gets what the kind decides.</param>
    public static TelemetrySource Read(PolicyFields? fields, List<PolicyValueOrigin> origins)
    {
        if (fields is null)
        {
            return TelemetryOrigins.Told(ApmHttp.Source, null, origins);
        }

        var kind = Kind(fields);
        var source = kind with
        {
            Account = fields.Text("account"),
            EventType = TelemetryFields.Name(fields, "eventType") ?? kind.EventType,
            ServiceAttribute = TelemetryFields.Name(fields, "serviceAttribute") ?? kind.ServiceAttribute,
            ServiceValue = ServiceValue(fields, kind),
            NamespaceAttributes = TelemetryFields.Names(fields, "namespaceAttributes", mayBeEmpty: true) ?? kind.NamespaceAttributes,
            ClusterAttributes = TelemetryFields.Names(fields, "clusterAttributes", mayBeEmpty: true) ?? kind.ClusterAttributes,
            PodAttributes = TelemetryFields.Names(fields, "podAttributes") ?? kind.PodAttributes,
            Population = TelemetryFields.Condition(fields, "population") ?? kind.Population,
            Where = Where(fields),
            AgentAttributes = TelemetryFields.Names(fields, "agentAttributes") ?? kind.AgentAttributes,
            ProbeAgents = TelemetryFields.Patterns(fields, "probeAgents") ?? kind.ProbeAgents,
            PathAttributes = TelemetryFields.Names(fields, "pathAttributes") ?? kind.PathAttributes,
            ProbePaths = TelemetryFields.Patterns(fields, "probePaths") ?? kind.ProbePaths,
            NameAttribute = TelemetryFields.Name(fields, "nameAttribute") ?? kind.NameAttribute,
            ProbeNames = TelemetryFields.Patterns(fields, "probeNames") ?? kind.ProbeNames,
            DurationAttribute = TelemetryFields.Name(fields, "durationAttribute") ?? kind.DurationAttribute,
            DurationUnit = fields.Optional<DurationUnit>("durationUnit", EnumNames.Read<DurationUnit>, EnumNames.Choices<DurationUnit>()) ?? kind.DurationUnit,
            SpareDuration = fields.Has("durationAttribute") || fields.Has("durationUnit") ? null : kind.SpareDuration,
            Error = TelemetryFields.Condition(fields, "error") ?? kind.Error,
            Marked = TelemetryFields.Condition(fields, "marked") ?? kind.Marked,
            Refusal = TelemetryFields.Condition(fields, "refusal") ?? kind.Refusal,
            Denial = fields.Has("refusal") ? null : kind.Denial,
            Untold = TelemetryFields.Condition(fields, "untold") ?? (fields.Has("error") ? null : kind.Untold),
            Sampled = fields.Optional<Sampled>("sampled", EnumNames.Read<Sampled>, EnumNames.Choices<Sampled>()) ?? kind.Sampled,
            TailSampled = TelemetryFields.Condition(fields, "tailSampled") ?? kind.TailSampled,
            Timeslices = IsOfAgent(fields) ? kind.Timeslices : null,
            StatusAttributes = TelemetryFields.Names(fields, "statusAttributes") ?? kind.StatusAttributes,
            ClassAttributes = TelemetryFields.Names(fields, "classAttributes") ?? kind.ClassAttributes,
            MessageAttributes = TelemetryFields.Names(fields, "messageAttributes") ?? kind.MessageAttributes,
            Names = BesideRequestsReader.Names(fields.Nested("names"), kind.Names),
            FlagAttribute = TelemetryFields.Name(fields, "flagAttribute") ?? kind.FlagAttribute,
            Calls = BesideRequestsReader.Calls(fields.Nested("calls"), kind.Calls),
            Logs = BesideRequestsReader.Logs(fields.Nested("logs"), kind.Logs),
        };
        source = source with { Distributions = Distributions(fields, source), Counters = Counters(fields, kind.Counters) };
        fields.RefuseOthers();
        return TelemetryOrigins.Told(source, fields, origins);
    }

    /// <summary>The kind that is named, else the one that the event type means. Both must agree.</summary>
    private static TelemetrySource Kind(PolicyFields fields)
    {
        var (named, eventType) = (fields.Text("kind"), fields.Text("eventType"));
        if (named is null)
        {
            return TelemetryKinds.Of(eventType ?? ApmHttp.Source.EventType);
        }

        var kind = TelemetryKinds.Find(named);
        if (kind is null)
        {
            fields.Fault("kind", $"'{named}': expected {string.Join(", ", TelemetryKinds.Names)}{Closest.Hint(named, TelemetryKinds.Names)}");
        }
        else if (eventType is not null && eventType != kind.EventType && TelemetryKinds.All.Any(other => other.EventType == eventType))
        {
            var meant = TelemetryKinds.All.Where(other => other.EventType == eventType).Select(other => other.Kind);
            fields.Fault("eventType", $"'{eventType}': {named} is seen in {kind.EventType}; expected that, or a kind of {eventType}: {string.Join(", ", meant)}");
        }

        return kind ?? ApmHttp.Source;
    }

    /// <summary>Timeslices count every request of an application: where a policy picks some of them, or other events, they count something else.</summary>
    private static bool IsOfAgent(PolicyFields fields) => !fields.Has("where") && !fields.Has("population") && !fields.Has("serviceAttribute")
        && (fields.Text("eventType") ?? ApmHttp.Source.EventType) == ApmHttp.Source.EventType;

    private static Dictionary<string, string> Where(PolicyFields fields)
    {
        var conditions = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (fields.Node("where"))
        {
            case null:
                break;
            case PolicyNode.Map:
                var named = fields.Nested("where")!;
                foreach (var (name, _) in named.Map.Entries)
                {
                    if (TelemetryFields.Condition(named, name) is { } condition)
                    {
                        conditions[name] = condition;
                    }
                }

                break;
            default:
                if (TelemetryFields.Condition(fields, "where") is { } only)
                {
                    conditions["where"] = only;
                }

                break;
        }

        return conditions;
    }

    /// <summary>A value of its own; another attribute without one holds the service's name.</summary>
    private static string? ServiceValue(PolicyFields fields, TelemetrySource kind)
    {
        var value = fields.Text("serviceValue");
        if (value is not null && Placeholders.Fault(value) is { } fault)
        {
            fields.Fault("serviceValue", $"'{value}' {fault}");
        }

        return value ?? (fields.Has("serviceAttribute") ? null : kind.ServiceValue);
    }

    /// <summary>A metric of the policy's own takes the place of all of the kind's; a condition of its own holds for each of them.</summary>
    private static IReadOnlyList<DurationMetric> Distributions(PolicyFields fields, TelemetrySource source) => source.Distributions.Count == 0 ? []
        : fields.Has("durationAttribute") || fields.Has("durationUnit") ? [new DurationMetric("requests", source.DurationAttribute, source.DurationUnit, null)]
        : OfConditions.Any(fields.Has) ? [.. source.Distributions.Select(metric => metric with { Conditions = null })]
        : source.Distributions;

    private static CounterSource? Counters(PolicyFields fields, CounterSource? kind)
    {
        var (requests, bounds) = (TelemetryFields.Name(fields, "requestCounter"), fields.Texts("bounds"));
        if (kind is null)
        {
            foreach (var key in OfCounters.Where(fields.Has))
            {
                fields.Fault(key, $"only kinds of counters take it: {string.Join(", ", TelemetryKinds.All.Where(known => known.Counters is not null).Select(known => known.Kind))}");
            }

            return null;
        }

        return new CounterSource(requests ?? kind.Requests, bounds is null ? kind.Bounds : Bounds(fields, bounds));
    }

    private static List<double> Bounds(PolicyFields fields, IReadOnlyList<string> texts)
    {
        var bounds = texts.Select(PolicyValue.Number).OfType<double>().ToList();
        if (bounds.Count < texts.Count || bounds.Exists(bound => bound <= 0) || bounds.Zip(bounds.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            fields.Fault("bounds", $"'{string.Join(", ", texts)}': expected the histogram's bounds, rising and above 0, in its unit, without +Inf");
        }

        return bounds;
    }
}
