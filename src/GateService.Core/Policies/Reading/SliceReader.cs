using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads how events tell the slices apart: those of a policy's requests, and those of a KPI that has its own.</summary>
internal static class SliceReader
{
    /// <param name="fields">Null where nothing is said.</param>
    /// <param name="telemetry">Whose attributes name the pod where nobody says otherwise.</param>
    public static SliceRule? Read(PolicyFields? fields, TelemetrySource telemetry)
    {
        if (fields is null)
        {
            return null;
        }

        var by = fields.Value("by", EnumNames.Read<SliceBy>, SliceBy.PodName, "podName", EnumNames.Choices<SliceBy>());
        var attributes = fields.Texts("attributes");
        var rule = new SliceRule
        {
            By = by,
            Attributes = attributes ?? DefaultAttributes(by, telemetry),
            CanaryValue = Value(fields, "canaryValue"),
            StableValue = Value(fields, "stableValue"),
        };
        PolicyReader.CheckNames(fields, "attributes", rule.Attributes);
        if (by == SliceBy.Attribute && attributes is null)
        {
            fields.FaultOfYounger(["by", "attributes"], "attributes", "is missing: expected the custom attribute that tells the slices apart");
        }

        if (by != SliceBy.Attribute && (rule.CanaryValue ?? rule.StableValue) is not null)
        {
            var value = rule.CanaryValue is null ? "stableValue" : "canaryValue";
            fields.FaultOfYounger(["by", value], value, "only slices by attribute take fixed values");
        }

        fields.RefuseOthers();
        return rule;
    }

    private static string? Value(PolicyFields fields, string key)
    {
        var value = fields.Text(key);
        if (value is not null && Placeholders.Fault(value) is { } fault)
        {
            fields.Fault(key, $"'{value}' {fault}");
        }

        return value;
    }

    private static IReadOnlyList<string> DefaultAttributes(SliceBy by, TelemetrySource telemetry) => by switch
    {
        SliceBy.Host => ["host"],
        SliceBy.ReplicaSet => ["k8s.replicasetName", "k8s.replicaset.name"],
        SliceBy.Label or SliceBy.PodName or SliceBy.Attribute => telemetry.PodAttributes,
    };
}
