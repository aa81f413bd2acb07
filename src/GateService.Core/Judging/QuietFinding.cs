using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>A service that went dark as a whole, as a finding beside the objectives: all they say is of the minutes before. Late telemetry and an end of all traffic look alike, so it holds, and never fails.</summary>
internal static class QuietFinding
{
    /// <param name="traffic">What was served.</param>
    /// <param name="quiet">Since when nothing was.</param>
    /// <param name="context">Says where the window begins.</param>
    public static Finding Of(SliceTraffic traffic, Quiet quiet, JudgingContext context) => new()
    {
        Objective = TrafficFinding.Name,
        Kind = ObjectiveKind.Traffic,
        Outcome = FindingOutcome.Undecided,
        Undecided = UndecidedCause.NoData,
        Value = quiet.Length.TotalSeconds,
        Threshold = quiet.Explained.TotalSeconds,
        Comparison = Comparison.AtMost,
        Unit = Unit.Seconds,
        Versus = Versus.Absolute,
        Slice = context.Slice,
        Sample = traffic.Counts.Judged.Where(known => known.Begin >= context.Window.Begin).Sum(known => known.Exposure),
        StableSample = traffic.Counts.Control.Where(known => known.Begin >= context.Window.Begin).Sum(known => known.Exposure),
        Score = Score.Of(quiet.Length.TotalSeconds, quiet.Explained.TotalSeconds, Comparison.AtMost, Unit.Seconds),
        Reason = new Statement($"{quiet.Said}, where about {Quantity.Count(Math.Round(quiet.Expected))} {(traffic.IsOfRequests ? "requests" : "events")} were to be expected: {(quiet.IsOfBoth ? "both are" : "it is")} down, or telemetry is late or lost, or nobody asks any more"),
        Queries = traffic.Objective.Queries,
    };
}
