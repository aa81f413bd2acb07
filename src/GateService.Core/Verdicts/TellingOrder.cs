using GateService.Core.Findings;

namespace GateService.Core.Verdicts;

/// <summary>Which finding tells a decision: what tripped, then what explains most, what is suspected or cannot be compared, missing data, the rest.</summary>
public static class TellingOrder
{
    /// <summary>Findings that tripped or are undecided, the one that people should read first at the front.</summary>
    public static IReadOnlyList<Finding> Of(IEnumerable<Finding> findings) =>
        [.. findings.Where(finding => finding.Outcome != FindingOutcome.Met).OrderBy(finding => Rank(finding.Outcome, finding.Undecided)).ThenBy(finding => Badness(finding.Score))];

    /// <summary>All findings: those first that tell, then those that are met.</summary>
    public static IReadOnlyList<Finding> Sorted(IReadOnlyList<Finding> findings) => [.. Of(findings), .. findings.Where(finding => finding.Outcome == FindingOutcome.Met)];

    /// <summary>The lower the sooner.</summary>
    internal static int Rank(FindingOutcome outcome, UndecidedCause? cause) => outcome switch
    {
        FindingOutcome.Tripped => -1,
        FindingOutcome.Undecided => cause is { } known ? Rank(known) : 4,
        FindingOutcome.Met => 5,
    };

    /// <summary>The score without its last digits: the same requests seen as errors and as lost successes tie, and the policy's order decides.</summary>
    internal static double Badness(double? score) => Math.Round(score ?? 0, 6);

    /// <summary>Harm that only the policy holds stands before all; a common cause explains most; New Relic's trouble and suspicions come next, missing data last.</summary>
    private static int Rank(UndecidedCause cause) => cause switch
    {
        UndecidedCause.HeldByPolicy => 0,
        UndecidedCause.CommonCause or UndecidedCause.StableUnhealthy or UndecidedCause.UpstreamOutage or UndecidedCause.HurtsStable => 1,
        UndecidedCause.Unresolved or UndecidedCause.Uncorroborated or UndecidedCause.Unavailable => 2,
        UndecidedCause.Suspicious or UndecidedCause.NoControl or UndecidedCause.SampleRatio or UndecidedCause.Silent or UndecidedCause.MissingRequests or UndecidedCause.PodsReplaced or UndecidedCause.YoungPods => 2,
        UndecidedCause.NoData => 3,
        UndecidedCause.TooFewSamples or UndecidedCause.NotProven => 4,
    };
}
