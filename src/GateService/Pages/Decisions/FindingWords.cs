using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Words;
using GateService.Pages.Charts;
using GateService.Wire;

namespace GateService.Pages.Decisions;

/// <summary>What a finding's codes mean, in words.</summary>
internal static class FindingWords
{
    /// <summary>Limit or margin: which of the two it took, and which was shown.</summary>
    public static string Decided(ObjectiveResponse finding) => finding.Judgement switch
    {
        { WorseThanStable: { } worse, OverLimit: { } over } judgement =>
            $"limit and margin, both must be shown: over the limit {Shown(over, judgement.OverLimitFailsAt ?? judgement.FailsAt)}, worse than {Margin(judgement.Margin)} stable {Shown(worse, judgement.FailsAt)}",
        { OverLimit: { } over } judgement => $"the limit alone, nothing serves beside it: over the limit {Shown(over, judgement.OverLimitFailsAt ?? judgement.FailsAt)}",
        { WorseThanStable: { } worse } judgement => $"the margin: worse than {Margin(judgement.Margin)} stable {Shown(worse, judgement.FailsAt)}",
        null or { OverLimit: null, WorseThanStable: null } => Of(finding.Versus),
    };

    /// <summary>Evidence beside its line, for example <c>10:1 (fails at 700:1)</c>.</summary>
    public static string Of(double nats, string what, double line) => $"{EvidenceLine.Odds(nats)} ({what} {EvidenceLine.Odds(line)})";

    private static string Of(Versus versus) => versus switch
    {
        Versus.Absolute => "the limit alone",
        Versus.Stable => "limit and margin over stable",
    };

    /// <summary>Why a finding is undecided.</summary>
    public static string Of(UndecidedCause cause) => cause switch
    {
        UndecidedCause.NoData => "no data",
        UndecidedCause.Unavailable => "New Relic could not be asked",
        UndecidedCause.TooFewSamples => "too few observations",
        UndecidedCause.CommonCause => "a common cause, stable has it alike",
        UndecidedCause.NoControl => "nothing to compare with",
        UndecidedCause.Silent => "nothing is reported any more",
        UndecidedCause.PodsReplaced => "pods are replaced one after the other",
        UndecidedCause.YoungPods => "only pods that are not warm yet are bad",
        UndecidedCause.HurtsStable => "stable got worse when the canary came",
        UndecidedCause.MissingRequests => "requests of the canary are missing",
        UndecidedCause.SampleRatio => "the share of the traffic is not its weight",
        UndecidedCause.Unresolved => "whose fault is not resolved",
        UndecidedCause.Uncorroborated => "nothing corroborates the suspicion",
        UndecidedCause.UpstreamOutage => "an outage of a dependency",
        UndecidedCause.StableUnhealthy => "stable is in trouble itself",
        UndecidedCause.Suspicious => "half of the evidence for failing is there",
        UndecidedCause.NotProven => "not proven harmless yet",
        UndecidedCause.HeldByPolicy => "it would fail, and the policy holds it",
    };

    /// <summary>What became of the suspicion that errors come from elsewhere.</summary>
    public static string Of(AccountDecision decision) => decision switch
    {
        AccountDecision.Excess => "more than its share",
        AccountDecision.Amplified => "called more often, and it fails",
        AccountDecision.GivesUpSooner => "gives up sooner than stable",
        AccountDecision.Corroborated => "corroborated by stable",
        AccountDecision.BeganWithStep => "began with the step",
        AccountDecision.CallsMore => "called more often",
        AccountDecision.FailsElsewhere => "fails at another dependency than stable",
        AccountDecision.CallsUnknown => "how often it is called is not known",
        AccountDecision.Suspicious => "suspicious",
        AccountDecision.NoControl => "nothing to compare with",
        AccountDecision.Unsettled => "neither more than its share nor alike for certain",
        AccountDecision.TooFew => "too few to tell",
    };

    private static string Shown(double nats, double line) => $"{EvidenceLine.Odds(nats)}{(nats >= line ? " (shown)" : "")}";

    private static string Margin(double? margin) => margin is { } times ? Quantity.Margin(times) : "";
}
