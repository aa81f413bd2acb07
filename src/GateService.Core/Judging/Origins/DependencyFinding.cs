using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>The accounts of dependencies, clients and platform as one finding beside the objectives: an error that is excused there is excused nowhere else.</summary>
internal static class DependencyFinding
{
    public const string Name = "dependencies";

    /// <summary>Null where no account has an error.</summary>
    /// <param name="attribution">What was concluded.</param>
    /// <param name="settings">The policy's.</param>
    /// <param name="trials">Of the objectives that count errors: they say how many unresolved ones matter.</param>
    public static Finding? Of(ErrorAttribution attribution, AttributionSettings settings, IReadOnlyList<Trial> trials)
    {
        if (attribution.Accounts.Count == 0 || trials.Count == 0)
        {
            return null;
        }

        var (trial, context) = (trials[0], trials[0].Context);
        var window = new AccountWindow(OwnErrors.Of(trial, attribution, excusesAlone: true).Evidence, context);
        var (decided, outcome, cause, reason) = context.Mode == GateMode.Preflight ? Preflighted(attribution, settings, window, context) : Decide(attribution, settings, trials, window);
        var share = window.Share(decided.Account.Canary);
        return new Finding
        {
            Objective = Name,
            Kind = ObjectiveKind.Dependencies,
            Outcome = outcome,
            Undecided = cause,
            Value = share,
            Threshold = settings.Floor,
            Comparison = Comparison.AtMost,
            Unit = Unit.Share,
            Origin = decided.Account.Origin,
            Shares = Shares(attribution.Accounts, window),
            Unresolved = context.Mode != GateMode.Preflight && attribution.Accounts.Where(found => found is { IsExcused: false, CostsNothing: false }).Sum(found => window.Share(found.Account.Canary)) is > 0 and var unresolved ? unresolved : null,
            Versus = decided.Decision == AccountDecision.NoControl ? Versus.Absolute : Versus.Stable,
            Slice = context.Slice,
            StableValue = window.HasStable ? window.StableShare(decided.Account.Stable) : null,
            Sample = window.Requests,
            Bad = window.Count(decided.Account.Canary),
            StableSample = window.StableRequests,
            StableBad = window.HasStable ? window.Count(decided.Account.Stable) : null,
            Score = outcome == FindingOutcome.Met ? null : Findings.Score.Of(decided.Harm, decided.FailsAt, Comparison.AtMost, Unit.Count),
            Reason = reason,
            Queries = trial.Evidence.Queries,
        };
    }

    private static (AccountFinding Decided, FindingOutcome Outcome, UndecidedCause? Cause, Statement Reason) Decide(
        ErrorAttribution attribution, AttributionSettings settings, IReadOnlyList<Trial> trials, AccountWindow window)
    {
        var accounts = attribution.Accounts;
        if (accounts.Where(found => found.Fails).MaxBy(found => found.Harm) is { } failing)
        {
            return (failing, FindingOutcome.Tripped, null, failing.Reason);
        }

        var held = accounts.Where(found => found.Decision is AccountDecision.BeganWithStep or AccountDecision.GivesUpSooner && !found.CostsNothing && window.Share(found.Account.Canary) > settings.Floor).ToList();
        if (held.Count > 0)
        {
            return (held[0], FindingOutcome.Undecided, UndecidedCause.Unresolved, held[0].Reason);
        }

        if (accounts.FirstOrDefault(found => found.Decision == AccountDecision.Suspicious) is { } suspicious)
        {
            return (suspicious, FindingOutcome.Undecided, UndecidedCause.Suspicious, suspicious.Reason);
        }

        if (settings.Mechanisms.Unresolved && UnresolvedErrors.Hold(trials, attribution) is { } holding)
        {
            var largest = Largest(holding.Of, window);
            return (largest, FindingOutcome.Undecided, UndecidedCause.Unresolved, largest.Reason.With(Beside(Shares(holding.Of, window), holding.Why)));
        }

        // So many that nobody is sure of leave too little to pass on, whatever a limit promises.
        var unresolved = accounts.Where(found => found is { IsExcused: false, Decision: not AccountDecision.NoControl }).ToList();
        if (settings.Mechanisms.Unresolved && Blinding(unresolved) is { } doubtful)
        {
            return (Largest(unresolved, window), FindingOutcome.Undecided, UndecidedCause.Unresolved, doubtful);
        }

        var excused = accounts.Where(found => found.IsExcused).ToList();
        if (Blinding(excused) is { } outage)
        {
            return (Largest(excused, window), FindingOutcome.Undecided, UndecidedCause.UpstreamOutage, outage);
        }

        var met = Largest(accounts, window);
        return (met, FindingOutcome.Met, null, Shares(accounts, window) is { Count: > 0 } shares ? met.Reason.With($"in the window {Several.Of(shares)}") : met.Reason);

        Statement? Blinding(List<AccountFinding> of) => of.Sum(found => window.Share(found.Account.Canary)) is var share && share < settings.OutageShare ? null
            : Largest(of, window).Reason.With(Beside(Shares(of, window), $"only {Quantity.Say(1 - share, Unit.Share)} of the canary's requests could be judged"));
    }

    private static AccountFinding Largest(IReadOnlyList<AccountFinding> accounts, AccountWindow window) => accounts.MaxBy(found => window.Count(found.Account.Canary))!;

    /// <summary>What is said of several accounts names them.</summary>
    private static string Beside(IReadOnlyList<string> shares, string said) => shares.Count > 0 ? $"{said} ({Several.Of(shares)})" : said;

    /// <summary>Of each account in the window, largest first; none where all is of one.</summary>
    private static IReadOnlyList<string> Shares(IReadOnlyList<AccountFinding> accounts, AccountWindow window) =>
        accounts.Where(found => window.Count(found.Account.Canary) > 0).OrderByDescending(found => window.Count(found.Account.Canary)).ThenBy(found => found.Account.Name, StringComparer.Ordinal)
            .Select(found => $"{found.Account.Name} {Quantity.Say(window.Share(found.Account.Canary), Unit.Share)}").ToList() is { Count: > 1 } several ? several : [];

    /// <summary>Nothing has begun yet, so nobody is to blame: a dependency that fails now and did not before holds the rollout.</summary>
    private static (AccountFinding Decided, FindingOutcome Outcome, UndecidedCause? Cause, Statement Reason) Preflighted(
        ErrorAttribution attribution, AttributionSettings settings, AccountWindow window, JudgingContext context)
    {
        foreach (var found in attribution.Accounts)
        {
            if (Rise.From(window.Series(found.Account.Canary), context, settings.Floor) is { } before)
            {
                var reason = $"{found.Account.Name} is failing: {Quantity.Say(window.Share(found.Account.Canary), Unit.Share)} of stable's requests now, {Quantity.Say(before, Unit.Share)} before";
                return context.JudgesOnlyAgainstStable
                    ? (found, FindingOutcome.Met, null, new Statement(reason) { Counts = found.Account.Classes[0].Said, Because = "let through, because the policy judges only against stable" })
                    : (found, FindingOutcome.Undecided, UndecidedCause.StableUnhealthy, new Statement(reason) { Counts = found.Account.Classes[0].Said });
            }
        }

        var largest = attribution.Accounts[0];
        return (largest, FindingOutcome.Met, null, new Statement($"{largest.Account.Name} fails {Quantity.Say(window.Share(largest.Account.Canary), Unit.Share)} of stable's requests, as before") { Counts = largest.Account.Classes[0].Said });
    }
}
