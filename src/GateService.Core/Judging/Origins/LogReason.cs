using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// What the error lines themselves add to a finding about them: what the judged slice says that stable never did, else what it says most. It names, and decides nothing: a
/// message that is only worded anew comes as often as the old one.
/// </summary>
internal static class LogReason
{
    private const int MostNamed = 2;

    public static Finding Of(Finding finding, Trial trial) => finding is { Outcome: not FindingOutcome.Met, Reason.Counts: not null } && Named(trial) is { } named
        ? finding with { Reason = finding.Reason.With(named) }
        : finding;

    /// <summary>For whoever reads a pass: what is new though it is no more; null where nothing is.</summary>
    public static string? Note(Finding finding, Trial trial) => finding.Outcome == FindingOutcome.Met && New(trial) is [{ } first, ..] found
        ? $"{finding.Objective}: not shown to be more error lines than stable's, but {Said(trial, found)}{(first.Trace is { } trace ? $", for example in trace {trace}" : "")}"
        : null;

    private static string? Named(Trial trial)
    {
        var found = New(trial);
        return found.Count > 0 ? Said(trial, found)
            : trial.Evidence.LogPatterns is [{ Judged: > 0 } most, ..] ? $"most of them {most.Said} x{Quantity.Count(most.Judged)}, stable {(most.Control is { } stable ? $"x{Quantity.Count(stable)}" : "not known")}"
            : null;
    }

    private static List<LogPattern> New(Trial trial) => [.. trial.Evidence.LogPatterns.Where(pattern => pattern.IsNew)];

    private static string Said(Trial trial, List<LogPattern> found) =>
        $"new in the {EnumNames.Of(trial.Context.Slice)}: {string.Join(", ", found.Take(MostNamed).Select(pattern => $"{pattern.Said} x{Quantity.Count(pattern.Judged)}"))}{(found.Count > MostNamed ? $" and {found.Count - MostNamed} more" : "")}";
}
