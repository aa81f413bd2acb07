using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Attribution;

/// <summary>
/// Tests every alibi: a dependency's errors are the canary's where it has more of them than stable, or calls the dependency more often and it fails;
/// upstream where stable has them at a comparable rate and nothing speaks against it; else unresolved. Accounts share two shares of the error budget,
/// one for excess and one for amplification, by weights 1/(j(j+1)) in the order of their first appearance, because nobody knows beforehand how many
/// there will be; each accuses from the bucket after that, so that being chosen for its errors is no evidence (<see cref="WeighedAccount"/>).
/// </summary>
internal sealed class AccountTrial
{
    /// <summary>Chance of an independent outage up to which its begin counts as near a step.</summary>
    private const double Near = 0.2;

    /// <summary>The same of what waits for locks and connections, which run short minutes after the canary began to hold them.</summary>
    private const double NearContended = 0.5;

    /// <summary>A part of the canary's errors that the others do not make up for.</summary>
    private const double Notable = 0.2;

    /// <summary>Errors of the canary below which nobody could tell; with as many or more it is their rate that tells nothing.</summary>
    private const double Few = 30;

    private readonly AttributionSettings _settings;
    private readonly ErrorEvidence _evidence;
    private readonly Trial _trial;
    private readonly Trial? _failures;
    private readonly JudgingContext _context;
    private readonly GateSettings _gate;

    /// <param name="settings">The policy's.</param>
    /// <param name="evidence">Errors and calls.</param>
    /// <param name="requests">Of an objective that counts all requests.</param>
    /// <param name="failures">Of one whose history of stable counts whatever failed; null where there is none.</param>
    public AccountTrial(AttributionSettings settings, ErrorEvidence evidence, Trial requests, Trial? failures = null)
    {
        (_settings, _evidence, _trial, _failures, _context) = (settings, evidence, requests, failures, requests.Context);
        _gate = AccountGate.Of(requests);
    }

    private Mechanisms Mechanisms => _settings.Mechanisms;

    /// <summary>Bounds of accounts that are estimated.</summary>
    public IReadOnlyDictionary<string, AccountBounds> Bounds { private get; init; } = new Dictionary<string, AccountBounds>();

    /// <summary>Classes that may be the canary's own beneath a dependency's trouble.</summary>
    public IReadOnlySet<ErrorSignature> Doubtful { private get; init; } = new HashSet<ErrorSignature>();

    /// <summary>Classes whose few traced failures are at other dependencies in each slice.</summary>
    public IReadOnlySet<ErrorSignature> Apart { private get; init; } = new HashSet<ErrorSignature>();

    public IReadOnlyList<AccountFinding> Weigh(Ledger ledger) =>
    [
        .. ledger.Accounts.OrderBy(Rank).ThenBy(account => account.FirstSight).ThenBy(account => account.Name, StringComparer.Ordinal)
            .Select((account, j) => Weigh(account, ledger, _context.AlphaPerWeight / (Mechanisms.SharedBudget ? (j + 1) * (j + 2) : 1))),
    ];

    private AccountFinding Weigh(Account account, Ledger ledger, double alpha) => LostFallback.MayBe(account)
        ? LostFallback.Of(Weigh(account, ledger, alpha / 2, Bounds.GetValueOrDefault(account.Name)), Weigh(account.Answered, ledger, alpha / 2, Bounds.GetValueOrDefault(account.Name)?.Answered(account)))
        : Weigh(account, ledger, alpha, Bounds.GetValueOrDefault(account.Name));

    private AccountFinding Weigh(Account account, Ledger ledger, double alpha, AccountBounds? bounds)
    {
        var isBlind = Mechanisms.BetsAfterFirstSight && KnownOf(account) is null;
        var kept = _trial.Kept.Indices.Index().Where(t => !isBlind || t.Item >= account.FirstSight).Where(t => !_trial.Kept.HasControl || HasControl(t.Index)).ToList();
        var blind = isBlind && kept.Count > 0 && kept[0].Item == account.FirstSight ? 1 : 0;
        List<int> span = [.. kept.Select(t => t.Item)];
        var pairs = kept.ConvertAll(t => Pair(account, t.Item, _trial.Judged[t.Index].Exposure, _trial.Control[t.Index].Exposure));
        if (_trial.Kept.HasControl)
        {
            // What nobody could tell apart may be this account's in either slice: it is held against the accusation, and against the excuse.
            // What is an estimate too: the bound against the accusation, and the one against the excuse.
            var accused = pairs.Select((pair, i) => pair with
            {
                CanaryBad = Math.Min(Bound(bounds?.Canary, span[i], pair.CanaryBad).Low, pair.CanaryExposure),
                StableBad = Math.Min(Bound(bounds?.Stable, span[i], pair.StableBad).High + ledger.StableTail[span[i]].Failures, pair.StableExposure),
            }).ToList();
            var excused = pairs.Select((pair, i) => pair with
            {
                CanaryBad = Math.Min(Bound(bounds?.Canary, span[i], pair.CanaryBad).High + ledger.CanaryTail[span[i]].Failures, pair.CanaryExposure),
                StableBad = Math.Min(Bound(bounds?.Stable, span[i], pair.StableBad).Low, pair.StableExposure),
            }).ToList();
            return OnePodAlibi.Of(
                AgainstStable(account, Weigh(account, new WeighedAccount(pairs, blind, alpha), accused, excused), span),
                _failures ?? _trial, span, excused, _gate with { Margin = Math.Max(KnownOf(account)?.Margin ?? _settings.Margin, _settings.AlibiMargin) }, Until(account));
        }

        return Witnessed(account, span[blind..]) is { } witnessed
            ? AgainstWitnesses(account, Weigh(account, new WeighedAccount(witnessed, 0, alpha), witnessed, witnessed))
            : Concluded(account, AccountDecision.NoControl, new WeighedAccount(pairs, blind, alpha));
    }

    private AccountFinding AgainstStable(Account account, WeighedAccount weighed, List<int> span)
    {
        var calls = CallSource.Of(account, _evidence, _settings, span);
        var guard = Guard(calls, weighed);
        var chance = Mechanisms.DoseResponse ? OnsetHint.ChanceOf(account, _trial, _failures, _settings.Floor) : null;
        var decision = IsExcess(weighed) ? AccountDecision.Excess
            : guard is { SelfInflicted: true } && !OnsetHint.IsOfBefore(account, _trial, _failures, _settings.Margin) ? AccountDecision.Amplified
            : Mechanisms.GivingUp && CallsOf(account) is { } own && GivingUp.IsSooner(own, span, _gate) ? AccountDecision.GivesUpSooner
            : chance <= (account.IsContended ? NearContended : Near) ? AccountDecision.BeganWithStep
            : guard is { Amplified: true } || (IsCorroborated(weighed) && CallsMore(account)) ? AccountDecision.CallsMore
            : IsCorroborated(weighed) && account.Classes.Any(known => known.Signature is { } signature && Doubtful.Contains(signature)) ? AccountDecision.Suspicious
            : IsCorroborated(weighed) && FailsElsewhere(account) ? AccountDecision.FailsElsewhere
            : IsCorroborated(weighed) ? AreCallsUnknown(account, calls) ? AccountDecision.CallsUnknown : AccountDecision.Corroborated
            : weighed.Excess?.Outcome == GateOutcome.Suspicious ? AccountDecision.Suspicious
            : Seen(account).Counts.CanaryBad < Few ? AccountDecision.TooFew
            : AccountDecision.Unsettled;
        return Concluded(account, decision, weighed, chance, CallSource.RatioOf(calls), calls.Count > 0 ? CallSource.TogetherOf(account, _evidence, _settings, span) : null);
    }

    /// <summary>Since the canary began, and not only since the dependency fails: a single minute tells little of how often who calls.</summary>
    private bool CallsMore(Account account) => Mechanisms.Amplification && _trial.Kept.Indices.Where((_, i) => HasControl(i)).ToList() is var all
        && CallSource.Of(account, _evidence, _settings, all) is { Count: > 0 } calls && CallNote.IsMore(calls, _settings, _context);

    /// <summary>Failed calls out of calls, because other services have other requests.</summary>
    private AccountFinding AgainstWitnesses(Account account, WeighedAccount weighed) => Concluded(
        account,
        IsExcess(weighed) ? AccountDecision.Excess
            : IsCorroborated(weighed) ? AccountDecision.Corroborated
            : AccountDecision.NoControl,
        weighed with { IsWitnessed = true });

    /// <summary>A good part of the canary's errors was seen at a dependency that stable's are not at, or less.</summary>
    private bool FailsElsewhere(Account account) => account.Classes.Where(known => known.Signature is { } signature && Apart.Contains(signature)).Sum(known => known.Canary) is > 0 and var apart
        && apart >= Notable * account.Classes.Sum(known => known.Canary);

    /// <summary>Not asked is not the same as not called: what New Relic could not say, of traced calls or where only counters are left of those, excuses nobody.</summary>
    private bool AreCallsUnknown(Account account, IReadOnlyList<CallPair> calls) => account.Origin == SignatureOrigin.Dependency && Mechanisms.Amplification
        && (_evidence.CallsUnavailable is not null || (calls.Count == 0 && _evidence.TimesUnavailable is not null));

    private bool IsExcess(WeighedAccount weighed) => Mechanisms.Excess && weighed.Excess?.Outcome == GateOutcome.Worse;

    private bool IsCorroborated(WeighedAccount weighed) => !Mechanisms.Corroboration || weighed.Harmless >= Math.Log(1 / _gate.Beta);

    /// <summary>An excess must be over the floor and over the margin; an excuse is owed to stable alone, to what it has and not to being rare.</summary>
    private WeighedAccount Weigh(Account account, WeighedAccount seen, List<CountPair> accused, List<CountPair> excused)
    {
        var margin = _gate with { Margin = KnownOf(account)?.Margin ?? _settings.Margin, Alpha = seen.Alpha };
        var alibi = margin with { Margin = Math.Max(margin.Margin.Value, _settings.AlibiMargin), SlowImbalance = AccountGate.SlowOf(_trial, excused.Count) };
        var charged = accused[seen.Blind..];
        return seen with
        {
            Accused = charged,
            Excess = charged.Count == 0 ? null : EvidenceGate.OfCounts(charged, margin with { Limits = [_settings.Floor], SlowImbalance = AccountGate.SlowOf(_trial, charged.Count) }),
            Harmless = excused.Count == 0 ? double.NegativeInfinity : Alibi.Of(excused, alibi),
            AsStable = excused.Count == 0 ? 0 : Alibi.AsStable(excused, alibi),
        };
    }

    private AmplificationGuard? Guard(IReadOnlyList<CallPair> calls, WeighedAccount weighed) => calls.Count == 0 || !Mechanisms.Amplification
        ? null
        : AmplificationGuard.Of(
            calls,
            [.. Enumerable.Repeat((0.0, 0.0), weighed.Blind), .. weighed.Accused.Select(pair => (pair.CanaryBad, pair.CanaryExposure))],
            _settings.Floor,
            weighed.Alpha,
            _gate.Clock,
            _settings.CallMargin,
            _gate.FewestBadBuckets);

    /// <summary>Buckets in which other services called the dependency too; null where there are none.</summary>
    private List<CountPair>? Witnessed(Account account, List<int> span)
    {
        if (!Mechanisms.Witnesses || _evidence.Witnesses.GetValueOrDefault(account.Name) is not { } others || CallsOf(account) is not { } own)
        {
            return null;
        }

        var heard = span.Select(t => new CountPair(own.Canary[t].Failed.Size, own.Canary[t].Calls, others[t].Failed.Size, others[t].Calls))
            .Where(pair => Boundary.HasControl(pair.CanaryExposure, pair.StableExposure)).ToList();
        return heard.Count > 0 ? heard : null;
    }

    private static (double Low, double High) Bound(IReadOnlyList<(double Low, double High)>? bounds, int t, double counted) => bounds is not null && t < bounds.Count ? bounds[t] : (counted, counted);

    private bool HasControl(int index) => Boundary.HasControl(_trial.Judged[index].Exposure, _trial.Control[index].Exposure);

    private static CountPair Pair(Account account, int t, double canary, double stable) =>
        new(Math.Min(account.Canary[t].Failures, canary), canary, Math.Min(account.Stable[t].Failures, stable), stable);

    /// <summary>All of an account's errors that came after a warm-up, from the first on; where none did yet, those in it.</summary>
    private (CountPair Counts, DateTimeOffset? Since) Seen(Account account)
    {
        var (canary, stable) = (_trial.Evidence.Judged.Buckets, _trial.Evidence.Control.Buckets);
        List<int> seen = [.. _trial.Kept.Indices.Where(t => t >= account.FirstSight)];
        seen = seen.Exists(t => account.Canary[t].Failures + account.Stable[t].Failures > 0) ? seen : [.. Enumerable.Range(account.FirstSight, Math.Max(0, canary.Count - account.FirstSight))];
        var pairs = seen.ConvertAll(t => Pair(account, t, canary[t].Exposure, stable.Count == canary.Count ? stable[t].Exposure : 0));
        return (WeighedAccount.Sum(pairs), seen.Count > 0 ? canary[seen[0]].Begin : null);
    }

    private DependencySettings? KnownOf(Account account) => _settings.Dependencies.FirstOrDefault(known => known.Name == account.Name);

    private DependencyCalls? CallsOf(Account account) => DependencyCalls.Of(account.Name, _evidence, _settings);

    private int Rank(Account account) => KnownOf(account) is { } known ? _settings.Dependencies.ToList().IndexOf(known) : _settings.Dependencies.Count;

    private AccountFinding Concluded(Account account, AccountDecision decision, WeighedAccount weighed, double? chance = null, double? callRatio = null, string? callsTogether = null)
    {
        var seen = Seen(account);
        var tested = decision == AccountDecision.Corroborated ? weighed.Pairs : weighed.Charged;
        var finding = new AccountFinding
        {
            Account = account,
            Decision = decision,
            IsWitnessed = weighed.IsWitnessed,
            CostsNothing = decision == AccountDecision.GivesUpSooner && GivingUp.CostsNothing(weighed.Pairs, _gate),
            Tested = WeighedAccount.Sum(tested),
            Seen = seen.Counts,
            SeenSince = seen.Since,
            Ratio = weighed.Excess is null && decision != AccountDecision.Corroborated ? null : ShownBounds.OfRatio(tested, _gate with { SlowImbalance = AccountGate.SlowOf(_trial, tested.Count) }),
            CallRatio = callRatio,
            CallsTogether = callsTogether,
            Harm = Math.Max(0, weighed.Excess?.Peak ?? 0),
            FailsAt = Math.Log(1 / weighed.Alpha),
            Harmless = Math.Max(weighed.Harmless, -1e3),
            ProvenAt = Math.Log(1 / _gate.Beta),
            Trajectory = weighed.Excess?.LogHarm ?? [],
            AsStable = weighed.AsStable,
            ChanceOfOnset = chance,
            Reason = Statement.Empty,
        };
        return finding with { Reason = AccountReason.Of(finding, tested.Count * _context.Window.Bucket, Until(account)) };
    }

    /// <summary>When the last error of either slice was over; null where one is of the window.</summary>
    private DateTimeOffset? Until(Account account)
    {
        var buckets = _trial.Evidence.Judged.Buckets;
        var last = Enumerable.Range(0, Math.Min(buckets.Count, account.Canary.Count)).LastOrDefault(t => account.Canary[t].Failures + account.Stable[t].Failures > 0, -1);
        return last >= 0 && buckets[last].Begin < _context.Window.Begin ? buckets[last].Begin + _context.Window.Bucket : null;
    }
}
