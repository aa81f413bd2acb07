using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// A KPI whose events the canary stopped sending while stable sends them on: a share or a mean of what came before is of no use to those who get nothing now. The same test as for requests that stop
/// (<see cref="Silences"/>), on the KPI's own events; who serves on may still have lost what the KPI counts.
/// </summary>
internal static class SilentKpi
{
    public static Finding Of(Finding finding, Trial trial)
    {
        if (finding.Outcome == FindingOutcome.Tripped || trial is not { Objective: KpiObjective { Definition: { Form: KpiForm.Ratio or KpiForm.Mean or KpiForm.Percentile } definition }, Context: { Slice: Slice.Canary, ExpectsControl: true } context }
            || trial.Evidence is not { Judged: SliceEvidence.Measured { Buckets: var judged }, Control: SliceEvidence.Measured { Buckets: var control } } || judged.Count != control.Count || judged.Count == 0)
        {
            return finding;
        }

        var bucket = context.Window.Bucket;
        var begins = StepWeights.Of(judged, control, context.Window.Begin, context.Weight).Begins;
        var silent = Silences.Of(judged, new TrafficCounts(judged, control, TrafficBasis.Rows), begins, bucket, context.Sequential.WarmUp, context.AlphaPerWeight).All.LastOrDefault(silence => silence.IsOngoing);
        return silent is null ? finding : finding with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.Silent,
            Reason = new Statement($"{finding.Objective} not known: {(silent.Own > 0 ? "next to no" : "no")} {definition.EventType} event of the canary since {judged[silent.From].Begin:HH:mm}Z, {Durations.Say((silent.To - silent.From) * bucket)}, "
                + $"while stable had {Quantity.Count(silent.Stable)}: about {Quantity.Count(Math.Round(silent.Expected))} of its own were to be expected"),
        };
    }
}
