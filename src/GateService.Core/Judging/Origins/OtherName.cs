using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>
/// One trouble under two names: stable fails at a dependency of which the canary lacks its part, and the canary as often by what stable has none of, because it wraps the error in a class of its own, or
/// calls the same dependency by another host. As a whole it fails no more than stable, and both come and go together. What it has more of under the one name, and lacks under the other, fails
/// nobody: it is held. What stable lacks no part of, an own error beneath an outage that both have, is failed as ever, and so is what began before stable's or outlives it, or meets one of stable's pods alone.
/// </summary>
internal static class OtherName
{
    private const double Half = 0.5;

    private const double StandardErrors = 1;

    /// <summary>Of what is more outside the time of stable's trouble: more than that is another.</summary>
    private const double Elsewhen = 0.2;

    private const double FewestElsewhen = 5;

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

        var lacking = attribution.Accounts.Where(found => found is { Fails: false, IsWitnessed: false })
            .Select(found => LackingErrors.Of(found.Account.Name, t => found.Account.Canary[t].Failures, t => found.Account.Stable[t].Failures, requests, StandardErrors)).OfType<LackingErrors>()
            .Where(errors => errors.End > requests.Context.Window.Begin).ToList();
        return lacking.Count == 0 ? findings : findings.ConvertAll(finding => IsOfErrors(finding) && Counted(finding) is { } counted && IsSame(Surplus(finding, counted)) && IsNoWorse(counted) ? Held(finding, attribution, lacking) : finding);

        Trial? Counted(Finding finding) => finding.Kind == ObjectiveKind.Dependencies ? requests : trials.FirstOrDefault(trial => trial.Objective.Name == finding.Objective && trial.Objective.IsAttributed);

        double[] Surplus(Finding finding, Trial counted) => finding.Kind == ObjectiveKind.Dependencies
            ? BesideStable.Surplus(requests.Evidence, t => attribution.Accounts.Where(found => found.Fails).Sum(found => found.Account.Canary[t].Failures), t => attribution.Accounts.Where(found => found.Fails).Sum(found => found.Account.Stable[t].Failures))
            : More(OwnErrors.Of(counted, attribution, excusesAlone: true).Evidence);

        bool IsSame(double[] surplus)
        {
            var outside = surplus.Where((_, t) => !lacking.Exists(errors => errors.IsAbout(t))).Sum();
            return surplus.Sum() * Half <= lacking.Sum(errors => errors.Lack) && !(outside >= FewestElsewhen && outside > Elsewhen * surplus.Sum());
        }

        bool IsNoWorse(Trial counted) => More(counted.Evidence).Sum() <= 0 || judgeOf(counted.Objective).Judge(counted) is not ({ Outcome: FindingOutcome.Tripped } or { Undecided: UndecidedCause.Suspicious });
    }

    /// <summary>A canary of which half fails is dead, whatever it says.</summary>
    private static bool IsOfErrors(Finding finding) => finding is { Outcome: FindingOutcome.Tripped, Kind: ObjectiveKind.Dependencies or ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate } && finding.Judgement?.Gate != GateKind.Emergency;

    /// <summary>What the canary has more than its share, bucket by bucket since the rollout began.</summary>
    private static double[] More(ObjectiveEvidence evidence) => BesideStable.Surplus(evidence, t => evidence.Judged.Buckets[t].Bad ?? 0, t => evidence.Control.Buckets[t].Bad ?? 0);

    private static Finding Held(Finding finding, ErrorAttribution attribution, List<LackingErrors> lacking) => finding with
    {
        Outcome = FindingOutcome.Undecided,
        Undecided = UndecidedCause.CommonCause,
        Reason = finding.Reason with
        {
            Head = $"{What(finding, attribution)}, but of {Several.Of([.. lacking.Select(errors => errors.Said)])} the canary lacks its part, and fails no more than stable in all: it may be one trouble under two names",
        },
    };

    /// <summary>Without whose fault it is: that is what is in doubt.</summary>
    internal static string What(Finding finding, ErrorAttribution attribution) => finding.Kind != ObjectiveKind.Dependencies ? finding.Reason.Head
        : $"{Several.Of([.. attribution.Accounts.Where(found => found.Fails).Select(found => found.Account.Name)])} {Quantity.Say(finding.Value ?? 0, finding.Unit)}{(finding.StableValue is { } stable ? $", against stable's {Quantity.Say(stable, finding.Unit)}" : "")}";
}
