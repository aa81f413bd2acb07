using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// One trouble under two names: stable fails at a dependency of which the canary has hardly any, and the canary as often by what stable has none of, because it wraps the error in a class of its own, or
/// calls the same dependency by another host. As a whole it fails no more than stable. What it has more of under the one name, and for certain lacks under the other, fails nobody: it is held. What stable
/// lacks no part of, an own error beneath an outage that both have, is failed as ever.
/// </summary>
internal static class OtherName
{
    private const double StandardErrors = 2;

    /// <summary>So much of what is more must be lacking elsewhere, and of what is lacking the canary has no more than this.</summary>
    private const double Half = 0.5;

    /// <param name="findings">Of the trials, in their order, and of dependencies.</param>
    /// <param name="trials">With all their errors.</param>
    /// <param name="attribution">Who they belong to.</param>
    /// <param name="judgeOf">Judges an objective.</param>
    public static List<Finding> Of(List<Finding> findings, IReadOnlyList<Trial> trials, ErrorAttribution attribution, Func<Objective, IJudge> judgeOf)
    {
        if (!findings.Exists(IsOfErrors) || trials.FirstOrDefault(trial => trial.Objective.IsAttributed) is not { } requests)
        {
            return findings;
        }

        var lacking = attribution.Accounts.Where(found => found is { IsExcused: true, IsWitnessed: false } && Lack(found, requests) > 0).ToList();
        var lack = lacking.Sum(found => Lack(found, requests));
        return lacking.Count == 0 ? findings : findings.ConvertAll(finding => IsOfErrors(finding) && Counted(finding) is { } counted && Surplus(finding, counted) * Half <= lack && IsNoWorse(counted) ? Held(finding, lacking) : finding);

        Trial? Counted(Finding finding) => finding.Kind == ObjectiveKind.Dependencies ? requests : trials.FirstOrDefault(trial => trial.Objective.Name == finding.Objective && trial.Objective.IsAttributed);

        double Surplus(Finding finding, Trial counted) => finding.Kind == ObjectiveKind.Dependencies
            ? attribution.Accounts.Where(found => found.Fails).Sum(found => found.Tested.CanaryBad - Expected(found))
            : More(OwnErrors.Of(counted, attribution, excusesAlone: true));

        bool IsNoWorse(Trial counted) => More(counted) <= 0 || judgeOf(counted.Objective).Judge(counted) is not ({ Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious });
    }

    /// <summary>A canary of which half fails is dead, whatever it says.</summary>
    private static bool IsOfErrors(Finding finding) => finding is { Outcome: FindingOutcome.Tripped, Kind: ObjectiveKind.Dependencies or ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate } && finding.Judgement?.Gate != GateKind.Emergency;

    private static double Expected(AccountFinding found) => found.Tested.StableExposure > 0 ? found.Tested.StableBad * found.Tested.CanaryExposure / found.Tested.StableExposure : 0;

    /// <summary>Requests that would have failed there as stable's do, and did not: their number, taken low; none where the canary has its part of them.</summary>
    private static double Lack(AccountFinding found, Trial requests)
    {
        var (tested, expected) = (found.Tested, Expected(found));
        if (tested.StableExposure <= 0 || tested.CanaryBad > Half * expected)
        {
            return 0;
        }

        var cluster = Math.Max(1, requests.Kept.Prior.Clusters);
        return expected - tested.CanaryBad - (StandardErrors * Math.Sqrt(cluster * ((expected * tested.CanaryExposure / tested.StableExposure) + Math.Max(tested.CanaryBad, 1))));
    }

    /// <summary>What the canary has more than its share, since the rollout began.</summary>
    private static double More(Trial trial)
    {
        var pairs = trial.Judged.Zip(trial.Control).Where(pair => pair is { First.Exposure: > 0, Second.Exposure: > 0 }).ToList();
        var (canary, stable) = (pairs.Sum(pair => pair.First.Exposure), pairs.Sum(pair => pair.Second.Exposure));
        return stable <= 0 ? double.PositiveInfinity : pairs.Sum(pair => pair.First.Bad ?? 0) - (pairs.Sum(pair => pair.Second.Bad ?? 0) * canary / stable);
    }

    private static Finding Held(Finding finding, List<AccountFinding> lacking) => finding with
    {
        Outcome = FindingOutcome.Undecided,
        Undecided = UndecidedCause.CommonCause,
        Reason = finding.Reason.With($"of {Several.Of([.. lacking.Select(Said)])} the canary has hardly any, and fails no more than stable in all: it may be one trouble under two names"),
    };

    private static string Said(AccountFinding found) => $"stable's {Quantity.Say(found.Tested.StableBad / found.Tested.StableExposure, Unit.Share)} by {found.Account.Name}";
}
