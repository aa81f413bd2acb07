using GateService.Core.Findings;

namespace GateService.Core.Verdicts;

/// <summary>The only rule from findings to verdict.</summary>
public static class VerdictRule
{
    /// <summary>Any tripped objective fails; all met, and at least one, passes; everything else is inconclusive.</summary>
    public static Verdict Of(IReadOnlyList<Finding> findings) =>
        findings.Any(finding => finding.Outcome == FindingOutcome.Tripped) ? Verdict.Fail
        : findings.Count > 0 && findings.All(finding => finding.Outcome == FindingOutcome.Met) ? Verdict.Pass
        : Verdict.Inconclusive;
}
