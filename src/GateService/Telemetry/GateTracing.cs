using System.Diagnostics;
using static GateService.Telemetry.GateTelemetry;

namespace GateService.Telemetry;

/// <summary>Spans of the gate: request, policy, NerdGraph, judge, keep; and deliver, linked to what was decided.</summary>
internal static class GateTracing
{
    private static readonly ActivitySource Gate = new(Source);

    public static Activity? Start(string name) => Gate.StartActivity(name);

    /// <summary>A delivery is part of the trace of its decision, however much later it happens.</summary>
    public static Activity? StartDelivery(string traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var decision)
            ? Gate.StartActivity(Spans.Deliver, ActivityKind.Producer, decision)
            : Gate.StartActivity(Spans.Deliver, ActivityKind.Producer);
}
