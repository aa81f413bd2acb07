using GateService.Core.Attribution;
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
        var isOfErrors = trial.Objective is ErrorRateObjective;
        double Count(ErrorClass known) => isOfErrors ? known.WindowErrors : known.WindowFailures;
        // The emergency gate counts every error: nothing is apart, and nothing bypassed.
        var countsAll = finding.Judgement?.Gate == GateKind.Emergency;
        var apart = countsAll ? [] : Apart(attribution, trial);
        var counted = attribution.Ledger.Own.Select(known => (Class: known, Part: 1.0, IsSuspected: false))
            .Concat(attribution.Accounts.Where(found => found is not { IsWitnessed: true, IsExcused: true }).SelectMany(found => found.Account.Classes.Select(known => (Class: known, Part: countsAll ? 1 : Alone(found.Account, trial), IsSuspected: !countsAll || found.Decision == AccountDecision.NoControl))))
            .Select(known => new Counted(
                known.IsSuspected && known.Class.Classification.Dependency is { } dependency ? $"{Short(known.Class)} to {dependency}" : Short(known.Class),
                Math.Round(known.Part * Count(known.Class)),
                finding.StableSample > 0 ? known.Part * (isOfErrors ? known.Class.StableWindowErrors : known.Class.StableWindowFailures) * finding.Sample / finding.StableSample : 0));
        var said = string.Concat(
            finding.Outcome != FindingOutcome.Met ? Named([.. counted.Where(known => known.Count > 0).OrderByDescending(known => known.Count)], finding.Bad, finding.Outcome == FindingOutcome.Tripped || finding.Undecided == UndecidedCause.Suspicious) : "",
            apart.Count > 0 ? $"; {string.Join(", ", apart)} judged apart" : "",
            !countsAll && attribution.Ledger.Bypassed.Sum(Count) is > 0 and var bypassed ? $"; {Quantity.Count(bypassed)} bypassed" : "");
        return said.Length > 0 && finding.Reason.Counts is { } counts ? finding with { Reason = finding.Reason with { Counts = counts + said } } : finding;
    }

    /// <summary>One class that is most of the errors stands for them; of many the most frequent is told as such. Where most of what stable has not is of another, that one is told: it is what rose.</summary>
    private static string Named(List<Counted> counted, double? bad, bool isWorse)
    {
        if (counted.Count == 0)
        {
            return "";
        }

        var (most, risen) = (counted[0], counted.MaxBy(known => known.Surplus)!);
        return isWorse && risen != most && 2 * risen.Surplus > counted.Sum(known => Math.Max(0, known.Surplus)) ? $"; most of the rise {risen.Said}"
            : 2 * most.Count >= Math.Max(counted.Sum(known => known.Count), bad ?? 0) ? $"; {most.Said}"
            : $"; {counted.Count} {(counted.Count == 1 ? "class" : "classes")} known, most often {most.Said}";
    }

    private static string Short(ErrorClass known) => known.Signature is { } signature ? (signature with { Message = null }).Said : "other";

    /// <summary>A class among the counts: the canary's, and what it would be at stable's share.</summary>
    private sealed record Counted(string Name, double Count, double Expected)
    {
        public double Surplus => Count - Expected;

        public string Said => $"{Name} x{Quantity.Count(Count)}";
    }

    /// <summary>Whose errors of the window are not among the counts: those in buckets in which stable serves beside the canary.</summary>
    internal static IReadOnlyList<string> Apart(ErrorAttribution attribution, Trial trial) =>
        [.. attribution.Accounts.Where(found => found.Decision != AccountDecision.NoControl && Window(found.Account, trial).Any(bucket => bucket.IsBeside && bucket.Errors > 0)).Select(found => found.Account.Name)];

    /// <summary>The part of an account's errors of the window that is among the counts: stable does not serve beside the canary in their buckets.</summary>
    private static double Alone(Account account, Trial trial) =>
        Window(account, trial).ToList() is var window && window.Sum(bucket => bucket.Errors) is > 0 and var all ? window.Where(bucket => !bucket.IsBeside).Sum(bucket => bucket.Errors) / all : 0;

    private static IEnumerable<(bool IsBeside, double Errors)> Window(Account account, Trial trial)
    {
        var (judged, control) = (trial.Evidence.Judged.Buckets, trial.Evidence.Control.Buckets);
        return judged.Index().Where(bucket => bucket.Item.Begin >= trial.Context.Window.Begin && bucket.Index < account.Canary.Count).Select(bucket => (
            trial.Context.Mode == Requests.GateMode.Preflight || (control.Count == judged.Count && Boundary.HasControl(bucket.Item.Exposure, control[bucket.Index].Exposure)),
            trial.Objective is ErrorRateObjective ? account.Canary[bucket.Index].Errors : account.Canary[bucket.Index].Failures));
    }
}
