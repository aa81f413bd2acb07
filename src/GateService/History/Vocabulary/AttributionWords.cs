using GateService.Core.Attribution;

namespace GateService.History.Vocabulary;

/// <summary>Words of accounts and classes of errors in records.</summary>
internal static class AttributionWords
{
    public static IReadOnlyList<TypeWords> All { get; } =
    [
        TypeWords.Of<Account>(
            (nameof(Account.Name), "name"),
            (nameof(Account.Origin), "origin"),
            (nameof(Account.Canary), "canary"),
            (nameof(Account.Stable), "stable"),
            (nameof(Account.Classes), "classes")),
        TypeWords.Values<AccountDecision>(
            (AccountDecision.Excess, "excess"),
            (AccountDecision.Amplified, "amplified"),
            (AccountDecision.GivesUpSooner, "givesUpSooner"),
            (AccountDecision.Corroborated, "corroborated"),
            (AccountDecision.BeganWithStep, "beganWithStep"),
            (AccountDecision.CallsMore, "callsMore"),
            (AccountDecision.FailsElsewhere, "failsElsewhere"),
            (AccountDecision.CallsUnknown, "callsUnknown"),
            (AccountDecision.Suspicious, "suspicious"),
            (AccountDecision.NoControl, "noControl"),
            (AccountDecision.Unsettled, "unsettled"),
            (AccountDecision.TooFew, "tooFew")),
        TypeWords.Of<AccountFinding>(
            (nameof(AccountFinding.Account), "account"),
            (nameof(AccountFinding.Decision), "decision"),
            (nameof(AccountFinding.IsWitnessed), "isWitnessed"),
            (nameof(AccountFinding.CostsNothing), "costsNothing"),
            (nameof(AccountFinding.IllPod), "illPod"),
            (nameof(AccountFinding.Tested), "tested"),
            (nameof(AccountFinding.Seen), "seen"),
            (nameof(AccountFinding.SeenSince), "seenSince"),
            (nameof(AccountFinding.Ratio), "ratio"),
            (nameof(AccountFinding.CallRatio), "callRatio"),
            (nameof(AccountFinding.CallsTogether), "callsTogether"),
            (nameof(AccountFinding.Harm), "harm"),
            (nameof(AccountFinding.FailsAt), "failsAt"),
            (nameof(AccountFinding.Harmless), "harmless"),
            (nameof(AccountFinding.ProvenAt), "provenAt"),
            (nameof(AccountFinding.Trajectory), "trajectory"),
            (nameof(AccountFinding.AsStable), "asStable"),
            (nameof(AccountFinding.ChanceOfOnset), "chanceOfOnset"),
            (nameof(AccountFinding.Reason), "reason")),
        TypeWords.Of<Classification>(
            (nameof(Classification.Origin), "origin"),
            (nameof(Classification.Dependency), "dependency"),
            (nameof(Classification.Rule), "rule")),
        TypeWords.Of<ErrorAttribution>(
            (nameof(ErrorAttribution.Ledger), "ledger"),
            (nameof(ErrorAttribution.Accounts), "accounts"),
            (nameof(ErrorAttribution.Time), "time"),
            (nameof(ErrorAttribution.Notes), "notes"),
            (nameof(ErrorAttribution.LacksWitness), "lacksWitness"),
            (nameof(ErrorAttribution.Requests), "requests")),
        TypeWords.Of<ErrorClass>(
            (nameof(ErrorClass.Signature), "signature"),
            (nameof(ErrorClass.Classification), "classification"),
            (nameof(ErrorClass.Canary), "canary"),
            (nameof(ErrorClass.Stable), "stable"),
            (nameof(ErrorClass.WindowErrors), "windowErrors"),
            (nameof(ErrorClass.WindowFailures), "windowFailures"),
            (nameof(ErrorClass.StableWindowErrors), "stableWindowErrors"),
            (nameof(ErrorClass.StableWindowFailures), "stableWindowFailures")),
        TypeWords.Of<Ledger>(
            (nameof(Ledger.Accounts), "accounts"),
            (nameof(Ledger.Own), "own"),
            (nameof(Ledger.Bypassed), "bypassed"),
            (nameof(Ledger.CanaryOthers), "canaryOthers"),
            (nameof(Ledger.StableOthers), "stableOthers"),
            (nameof(Ledger.CanaryBypassed), "canaryBypassed"),
            (nameof(Ledger.CanaryTail), "canaryTail"),
            (nameof(Ledger.StableTail), "stableTail")),
        TypeWords.Of<DependencyTime>(
            (nameof(DependencyTime.Name), "name"),
            (nameof(DependencyTime.Canary), "canary"),
            (nameof(DependencyTime.Stable), "stable"),
            (nameof(DependencyTime.CanaryCalls), "canaryCalls"),
            (nameof(DependencyTime.StableCalls), "stableCalls"),
            (nameof(DependencyTime.IsSlower), "isSlower")),
        TypeWords.Of<TimeOrigin>(
            (nameof(TimeOrigin.Canary), "canary"),
            (nameof(TimeOrigin.Stable), "stable"),
            (nameof(TimeOrigin.Dependencies), "peers"),
            (nameof(TimeOrigin.Conclusion), "conclusion")),
        TypeWords.Of<TimeShares>(
            (nameof(TimeShares.Total), "total"),
            (nameof(TimeShares.Own), "own"),
            (nameof(TimeShares.Database), "database"),
            (nameof(TimeShares.External), "external")),
    ];
}
