using System.Globalization;
using GateService.Core.Attribution;
using GateService.Core.Judging;
using GateService.Core.Planning;

namespace GateService.Core.Verdicts;

/// <summary>The one line people read, most important first.</summary>
public static class Summary
{
    /// <summary>Longest summary, in characters; leaves room for the decision id in Argo's 300.</summary>
    public const int Longest = 250;

    public static string Of(Verdict verdict, IReadOnlyList<Finding> findings, EvaluationWindow window, double? weight) => OneLine.Of(
        verdict switch
        {
            Verdict.Fail => Failed(findings, window, weight),
            Verdict.Pass => Passed(findings, window, weight),
            _ => Undecided(findings, window, weight),
        },
        Longest);

    private static string Failed(IReadOnlyList<Finding> findings, EvaluationWindow window, double? weight)
    {
        var tripped = findings.Where(finding => finding.Outcome == FindingOutcome.Tripped).OrderBy(Badness).ToList();
        var others = tripped.Skip(1).Select(Brief).ToList();
        return $"{Place(tripped[0].Reason, window, weight)}{(others.Count == 0 ? "" : "; also " + string.Join(", ", others))}";
    }

    private static string Passed(IReadOnlyList<Finding> findings, EvaluationWindow window, double? weight)
    {
        var values = findings.Where(finding => finding.Kind != DependencyFinding.Name || finding.Value > 0).Select(finding => finding.Kind == DependencyFinding.Name
            ? $"{Quantity.Say(finding.Value!.Value, finding.Unit)} failed by dependencies"
            : $"{finding.Objective} {Quantity.Say(finding.Value!.Value, finding.Unit)}");
        var unproven = findings.Where(finding => finding.Judgement is { } judgement && judgement.Harmless < judgement.ProvenAt).ToList();
        var how = findings.All(finding => finding.Judgement is not null || finding.Kind == DependencyFinding.Name) && unproven.Count == 0 ? "proven" : "met";
        var hidden = unproven.Select(finding => finding.Judgement!.Power).FirstOrDefault(power => power is not null) is { } power ? $", no harm seen: {power}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"all {findings.Count} objectives {how}{At(weight)}{hidden} ({string.Join(", ", values)}; {Quantity.Count(findings.Max(finding => finding.Sample))} {findings[0].Slice} observations, {Durations.Say(window.Length)})");
    }

    private static string Undecided(IReadOnlyList<Finding> findings, EvaluationWindow window, double? weight)
    {
        var undecided = findings.Where(finding => finding.Outcome == FindingOutcome.Undecided).OrderBy(Urgency).ThenBy(Badness).ToList();
        if (undecided.Count == 0)
        {
            return "nothing was judged: the policy has no objective for this request";
        }

        // A cause on New Relic's side has nothing to do with the step, and its brackets hold no counts.
        var first = undecided[0].Undecided == UndecidedCause.Unavailable ? undecided[0].Reason : Place(undecided[0].Reason, window, weight);
        var met = findings.Count - undecided.Count;
        return met == 0 ? first : $"{first}; {met} of {findings.Count} objectives met";
    }

    /// <summary>The score without its last digits: the same requests seen as errors and as lost successes tie, and the policy's order decides.</summary>
    private static double Badness(Finding finding) => Math.Round(finding.Score ?? 0, 6);

    /// <summary>A common cause explains most, trouble on our side comes next, missing data last.</summary>
    private static int Urgency(Finding finding) => finding.Undecided switch
    {
        UndecidedCause.CommonCause or UndecidedCause.StableUnhealthy or UndecidedCause.UpstreamOutage => 0,
        UndecidedCause.Unresolved or UndecidedCause.Uncorroborated => 1,
        UndecidedCause.Unavailable => 1,
        UndecidedCause.Suspicious or UndecidedCause.NoControl or UndecidedCause.SampleRatio => 1,
        UndecidedCause.NoData => 2,
        _ => 3,
    };

    private static string Brief(Finding finding)
    {
        if (finding.Value is not { } measured)
        {
            return $"{finding.Objective} earlier";
        }

        var (value, limit) = Quantity.Pair(measured, finding.Threshold, finding.Unit);
        return $"{finding.Objective} {value} (limit {limit})";
    }

    /// <summary>Puts weight and window where the counts stand: <c>… at weight 5 (37 of 903 canary requests, 10m)</c>.</summary>
    private static string Place(string reason, EvaluationWindow window, double? weight)
    {
        var counts = reason.LastIndexOf(" (", StringComparison.Ordinal);
        return counts < 0 || !reason.EndsWith(')')
            ? $"{reason}{At(weight)} ({Durations.Say(window.Length)})"
            : $"{reason[..counts]}{At(weight)}{reason[counts..^1]}, {Durations.Say(window.Length)})";
    }

    private static string At(double? weight) => weight is { } known ? string.Create(CultureInfo.InvariantCulture, $" at weight {known:0.##}") : "";
}
