using System.Globalization;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads where requests are seen: a kind of telemetry, and whatever the policy says otherwise. Every part that the kind decides is an origin like any other.</summary>
internal static class TelemetryReader
{
    private const string Conditions = "an NRQL condition, such as span.kind = 'server'";

    private static readonly string[] OfCounters = ["requestCounter", "bounds"];
    private static readonly string[] OfConditions = ["error", "marked", "refusal", "untold"];

    /// <param name="fields">Null where the policy says nothing of it.</param>
    /// <param name="origins">Gets what the kind decides.</param>
    public static TelemetrySource Read(PolicyFields? fields, List<PolicyValueOrigin> origins)
    {
        if (fields is null)
        {
            return Told(ApmHttp.Source, null, origins);
        }

        var kind = Kind(fields);
        var source = kind with
        {
            Account = fields.Text("account"),
            EventType = Name(fields, "eventType") ?? kind.EventType,
            ServiceAttribute = Name(fields, "serviceAttribute") ?? kind.ServiceAttribute,
            ServiceValue = ServiceValue(fields, kind),
            NamespaceAttributes = Names(fields, "namespaceAttributes", mayBeEmpty: true) ?? kind.NamespaceAttributes,
            ClusterAttributes = Names(fields, "clusterAttributes", mayBeEmpty: true) ?? kind.ClusterAttributes,
            PodAttributes = Names(fields, "podAttributes") ?? kind.PodAttributes,
            Population = Condition(fields, "population") ?? kind.Population,
            Where = Where(fields),
            AgentAttributes = Names(fields, "agentAttributes") ?? kind.AgentAttributes,
            ProbeAgents = Patterns(fields, "probeAgents") ?? kind.ProbeAgents,
            PathAttributes = Names(fields, "pathAttributes") ?? kind.PathAttributes,
            ProbePaths = Patterns(fields, "probePaths") ?? kind.ProbePaths,
            DurationAttribute = Name(fields, "durationAttribute") ?? kind.DurationAttribute,
            DurationUnit = fields.Optional<DurationUnit>("durationUnit", EnumNames.Read<DurationUnit>, EnumNames.Choices<DurationUnit>()) ?? kind.DurationUnit,
            Error = Condition(fields, "error") ?? kind.Error,
            Marked = Condition(fields, "marked") ?? kind.Marked,
            Refusal = Condition(fields, "refusal") ?? kind.Refusal,
            Untold = Condition(fields, "untold") ?? (fields.Has("error") ? null : kind.Untold),
            Sampled = fields.Optional<Sampled>("sampled", EnumNames.Read<Sampled>, EnumNames.Choices<Sampled>()) ?? kind.Sampled,
            TailSampled = Condition(fields, "tailSampled") ?? kind.TailSampled,
            Timeslices = IsOfAgent(fields) ? kind.Timeslices : null,
            StatusAttributes = Names(fields, "statusAttributes") ?? kind.StatusAttributes,
            ClassAttributes = Names(fields, "classAttributes") ?? kind.ClassAttributes,
            MessageAttributes = Names(fields, "messageAttributes") ?? kind.MessageAttributes,
            Names = Names(fields.Nested("names"), kind.Names),
            FlagAttribute = Name(fields, "flagAttribute") ?? kind.FlagAttribute,
            Calls = Calls(fields.Nested("calls"), kind.Calls),
            Logs = Logs(fields.Nested("logs"), kind.Logs),
        };
        source = source with { Distributions = Distributions(fields, source), Counters = Counters(fields, kind.Counters) };
        fields.RefuseOthers();
        return Told(source, fields, origins);
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
                    if (Condition(named, name) is { } condition)
                    {
                        conditions[name] = condition;
                    }
                }

                break;
            default:
                if (Condition(fields, "where") is { } only)
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
        var (requests, bounds) = (Name(fields, "requestCounter"), fields.Texts("bounds"));
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

    private static CallSource? Calls(PolicyFields? fields, CallSource? kind)
    {
        if (fields is null)
        {
            return kind;
        }

        var below = kind ?? ApmHttp.Source.Calls!;
        var calls = below with
        {
            Call = Condition(fields, "call") is { } call ? $"({call})" : below.Call,
            FailedCall = Condition(fields, "failedCall") is { } failed ? $"({failed})" : below.FailedCall,
            DependencyAttributes = Names(fields, "dependencyAttributes") ?? below.DependencyAttributes,
            DurationAttribute = Name(fields, "durationAttribute") ?? below.DurationAttribute,
            DurationUnit = fields.Optional<DurationUnit>("durationUnit", EnumNames.Read<DurationUnit>, EnumNames.Choices<DurationUnit>()) ?? below.DurationUnit,
        };
        fields.RefuseOthers();
        return calls;
    }

    private static ErrorNames? Names(PolicyFields? fields, ErrorNames? kind)
    {
        if (fields is null)
        {
            return kind;
        }

        var below = kind ?? ApmHttp.Source.Names!;
        var names = below with
        {
            EventType = Name(fields, "eventType") ?? below.EventType,
            Where = Condition(fields, "where") is { } where ? $"({where})" : below.Where,
            Noticed = Condition(fields, "noticed") ?? below.Noticed,
            RequestAttribute = Name(fields, "requestAttribute") ?? below.RequestAttribute,
            Expected = Condition(fields, "expected") ?? below.Expected,
            ClassAttributes = Names(fields, "classAttributes") ?? below.ClassAttributes,
            MessageAttributes = Names(fields, "messageAttributes") ?? below.MessageAttributes,
        };
        fields.RefuseOthers();
        return names;
    }

    private static LogSource Logs(PolicyFields? fields, LogSource usual)
    {
        if (fields is null)
        {
            return usual;
        }

        var logs = usual with
        {
            Account = fields.Text("account"),
            EventType = Name(fields, "eventType") ?? usual.EventType,
            Where = Condition(fields, "where") is { } where ? $"({where})" : usual.Where,
            ServiceAttributes = Names(fields, "serviceAttributes") ?? usual.ServiceAttributes,
            NamespaceAttributes = Names(fields, "namespaceAttributes", mayBeEmpty: true) ?? usual.NamespaceAttributes,
            ClusterAttributes = Names(fields, "clusterAttributes", mayBeEmpty: true) ?? usual.ClusterAttributes,
            PodAttributes = Names(fields, "podAttributes") ?? usual.PodAttributes,
            LevelAttributes = Names(fields, "levelAttributes") ?? usual.LevelAttributes,
            MessageAttributes = Names(fields, "messageAttributes") ?? usual.MessageAttributes,
            Error = Condition(fields, "error") is { } error ? $"({error})" : usual.Error,
        };
        fields.RefuseOthers();
        return logs;
    }

    /// <summary>Adds what the kind decides to the origins, so that the effective policy shows every condition that results.</summary>
    private static TelemetrySource Told(TelemetrySource source, PolicyFields? fields, List<PolicyValueOrigin> origins)
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
        ("durationAttribute", source.Distributions.Count > 1 ? string.Join(", ", source.Distributions.Select(metric => $"{metric.Name} in {EnumNames.Of(metric.Unit)}")) : source.DurationAttribute),
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
    ];

    private static string? Condition(PolicyFields fields, string key)
    {
        if (fields.Text(key) is not { } text)
        {
            return null;
        }

        foreach (var fault in NrqlCondition.Faults(text))
        {
            fields.Fault(key, $"'{text}' {fault}; expected {Conditions}");
        }

        return text;
    }

    private static string? Name(PolicyFields fields, string key) => fields.Text(key) is { } name && Check(fields, key, [name]) ? name : null;

    private static IReadOnlyList<string>? Names(PolicyFields fields, string key, bool mayBeEmpty = false)
    {
        if (mayBeEmpty && fields.Node(key) is PolicyNode.List { Items.Count: 0 })
        {
            return [];
        }

        return fields.Texts(key) is { } names && Check(fields, key, names) ? names : null;
    }

    /// <summary>Texts with <c>*</c> for any characters; an empty list turns the kind's off.</summary>
    private static IReadOnlyList<string>? Patterns(PolicyFields fields, string key)
    {
        if (fields.Node(key) is PolicyNode.List { Items.Count: 0 })
        {
            return [];
        }

        var patterns = fields.Texts(key);
        foreach (var pattern in patterns?.Where(pattern => pattern.Contains('%', StringComparison.Ordinal) || pattern.Contains('\'', StringComparison.Ordinal)) ?? [])
        {
            fields.Fault(key, $"'{pattern}': expected a text with * for any characters, and neither % nor a quote");
        }

        return patterns;
    }

    private static bool Check(PolicyFields fields, string key, IEnumerable<string> names)
    {
        var bad = names.Where(name => !PolicyReader.AttributeName().IsMatch(name)).ToList();
        foreach (var name in bad)
        {
            fields.Fault(key, $"'{name}': expected a New Relic name of letters, digits, '_', '.', ':', '/', '-' and spaces");
        }

        return bad.Count == 0;
    }
}
