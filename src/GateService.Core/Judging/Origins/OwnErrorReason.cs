using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>What an error objective's sentence says besides its counts, of the same window: the class that weighs most, and what was set apart.</summary>
internal static class OwnErrorReason
{
    /// <summary>Puts both behind the counts: <c>(37 of 903 canary vs 4 of 17,201 stable requests; NullReferenceException 500 x31)</c>.</summary>
    public static Finding Of(Finding finding, ErrorAttribution attribution, Trial trial)
    {
        Func<ErrorClass, double> count = trial.Objective is ErrorRateObjective ? known => known.WindowErrors : known => known.WindowFailures;
        // The emergency gate counts every error: nothing is apart, and nothing bypassed.
        var countsAll = finding.Judgement?.Gate == GateKind.Emergency;
        var apart = countsAll ? [] : Apart(attribution, trial);
        var counted = attribution.Ledger.Own.Concat(attribution.Accounts.Where(found => !apart.Contains(found.Account.Name)).SelectMany(found => found.Account.Classes));
        var said = string.Concat(
            finding.Outcome != FindingOutcome.Met ? Named([.. counted.Where(known => count(known) > 0).OrderByDescending(count)], count, finding.Bad) : "",
            apart.Count > 0 ? $"; {string.Join(", ", apart)} judged apart" : "",
            !countsAll && attribution.Ledger.Bypassed.Sum(count) is > 0 and var bypassed ? $"; {Quantity.Count(bypassed)} bypassed" : "");
        return said.Length > 0 && finding.Reason.Counts is { } counts ? finding with { Reason = finding.Reason with { Counts = counts + said } } : finding;
    }

    /// <summary>One class that is most of the errors stands for them; of many the most frequent is told as such.</summary>
    private static string Named(IReadOnlyList<ErrorClass> own, Func<ErrorClass, double> count, double? bad)
    {
        if (own.Count == 0)
        {
            return "";
        }

        var most = $"{(own[0].Signature is { } signature ? (signature with { Message = null }).Said : "other")} x{Quantity.Count(count(own[0]))}";
        return 2 * count(own[0]) >= Math.Max(own.Sum(count), bad ?? 0) ? $"; {most}" : $"; {own.Count} {(own.Count == 1 ? "class" : "classes")} known, most often {most}";
    }

    /// <summary>Whose errors of the window are not among the counts: those in buckets in which stable serves beside the canary.</summary>
    internal static IReadOnlyList<string> Apart(ErrorAttribution attribution, Trial trial)
    {
        var (judged, control) = (trial.Evidence.Judged.Buckets, trial.Evidence.Control.Buckets);
        var apart = judged.Index().Where(bucket => bucket.Item.Begin >= trial.Context.Window.Begin
            && (trial.Context.Mode == Requests.GateMode.Preflight || (control.Count == judged.Count && Boundary.HasControl(bucket.Item.Exposure, control[bucket.Index].Exposure)))).Select(bucket => bucket.Index).ToList();
        return [.. attribution.Accounts.Where(found => found.Decision != AccountDecision.NoControl && apart.Exists(t => Count(found.Account.Canary, t) > 0)).Select(found => found.Account.Name)];

        double Count(IReadOnlyList<ErrorCount> counts, int t) => t >= counts.Count ? 0 : trial.Objective is ErrorRateObjective ? counts[t].Errors : counts[t].Failures;
    }
}
