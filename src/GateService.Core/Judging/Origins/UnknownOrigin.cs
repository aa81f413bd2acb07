using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// Errors that New Relic could not tell apart count as the service's own. Stable, where it serves beside the canary, has the same upstreams and speaks for them; where nothing
/// does, a fail would rest on what could not be asked, and holds.
/// </summary>
internal static class UnknownOrigin
{
    /// <param name="finding">As its judge concluded, all errors being the service's own.</param>
    /// <param name="trial">What it was found in.</param>
    /// <param name="errors">What is known of failed requests; null where nobody asked.</param>
    /// <param name="settings">Whether errors are told apart at all.</param>
    public static Finding Of(Finding finding, Trial trial, ErrorEvidence? errors, AttributionSettings settings) =>
        finding.Outcome == FindingOutcome.Tripped && settings.IsEnabled && trial.Objective.IsAttributed && errors?.Unavailable is { } cause && !trial.Kept.HasControl
            ? finding with
            {
                Outcome = FindingOutcome.Undecided,
                Undecided = UndecidedCause.Unavailable,
                Reason = finding.Reason with { Head = $"{finding.Reason.Head}, but whose errors they are could not be asked, and no stable beside it shows it: {cause}" },
            }
            : finding;
}
