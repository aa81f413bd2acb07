using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads what stands beside requests: the calls that were made in them, the errors that they do not tell themselves, and the log.</summary>
internal static class BesideRequestsReader
{
    public static CallSource? Calls(PolicyFields? fields, CallSource? kind)
    {
        if (fields is null)
        {
            return kind;
        }

        var below = kind ?? ApmHttp.Source.Calls!;
        var calls = below with
        {
            Call = TelemetryFields.Condition(fields, "call") is { } call ? $"({call})" : below.Call,
            FailedCall = TelemetryFields.Condition(fields, "failedCall") is { } failed ? $"({failed})" : below.FailedCall,
            DependencyAttributes = TelemetryFields.Names(fields, "dependencyAttributes") ?? below.DependencyAttributes,
            DurationAttribute = TelemetryFields.Name(fields, "durationAttribute") ?? below.DurationAttribute,
            DurationUnit = fields.Optional<DurationUnit>("durationUnit", EnumNames.Read<DurationUnit>, EnumNames.Choices<DurationUnit>()) ?? below.DurationUnit,
        };
        fields.RefuseOthers();
        return calls;
    }

    public static ErrorNames? Names(PolicyFields? fields, ErrorNames? kind)
    {
        if (fields is null)
        {
            return kind;
        }

        var below = kind ?? ApmHttp.Source.Names!;
        var names = below with
        {
            EventType = TelemetryFields.Name(fields, "eventType") ?? below.EventType,
            Where = TelemetryFields.Condition(fields, "where") is { } where ? $"({where})" : below.Where,
            Noticed = TelemetryFields.Condition(fields, "noticed") ?? below.Noticed,
            RequestAttribute = TelemetryFields.Name(fields, "requestAttribute") ?? below.RequestAttribute,
            Expected = TelemetryFields.Condition(fields, "expected") ?? below.Expected,
            ClassAttributes = TelemetryFields.Names(fields, "classAttributes") ?? below.ClassAttributes,
            MessageAttributes = TelemetryFields.Names(fields, "messageAttributes") ?? below.MessageAttributes,
        };
        fields.RefuseOthers();
        return names;
    }

    public static LogSource Logs(PolicyFields? fields, LogSource usual)
    {
        if (fields is null)
        {
            return usual;
        }

        var logs = usual with
        {
            Account = fields.Text("account"),
            EventType = TelemetryFields.Name(fields, "eventType") ?? usual.EventType,
            Where = TelemetryFields.Condition(fields, "where") is { } where ? $"({where})" : usual.Where,
            ServiceAttributes = TelemetryFields.Names(fields, "serviceAttributes") ?? usual.ServiceAttributes,
            NamespaceAttributes = TelemetryFields.Names(fields, "namespaceAttributes", mayBeEmpty: true) ?? usual.NamespaceAttributes,
            ClusterAttributes = TelemetryFields.Names(fields, "clusterAttributes", mayBeEmpty: true) ?? usual.ClusterAttributes,
            PodAttributes = TelemetryFields.Names(fields, "podAttributes") ?? usual.PodAttributes,
            LevelAttributes = TelemetryFields.Names(fields, "levelAttributes") ?? usual.LevelAttributes,
            MessageAttributes = TelemetryFields.Names(fields, "messageAttributes") ?? usual.MessageAttributes,
            Error = TelemetryFields.Condition(fields, "error") is { } error ? $"({error})" : usual.Error,
        };
        fields.RefuseOthers();
        return logs;
    }
}
