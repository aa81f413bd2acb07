using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Trials;

namespace GateService.Core.Judging.Origins;

/// <summary>What was found on one body of evidence: a finding for each trial, in their order, and one for dependencies where there is something to say of them.</summary>
/// <param name="Docket">The trials.</param>
/// <param name="Attribution">Whose fault errors are; null where they were not told apart.</param>
/// <param name="Findings">Of the trials and of dependencies.</param>
internal sealed record Consideration(Docket Docket, ErrorAttribution? Attribution, IReadOnlyList<Finding> Findings)
{
    /// <summary>What was left out of account, for people.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
