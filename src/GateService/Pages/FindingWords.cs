using GateService.Gates;

namespace GateService.Pages;

/// <summary>What a finding's codes mean, in words.</summary>
internal static class FindingWords
{
    /// <summary>Limit or margin: which of the two it took, and which was shown.</summary>
    public static string Decided(ObjectiveResponse finding) => finding.Judgement switch
    {
        { WorseThanStable: { } worse, OverLimit: { } over } judgement =>
            $"limit and margin, both must be shown: over the limit {Shown(over, judgement.FailsAt)}, worse than {Margin(judgement.Margin)} stable {Shown(worse, judgement.FailsAt)}",
        { OverLimit: { } over } judgement => $"the limit alone, nothing serves beside it: over the limit {Shown(over, judgement.FailsAt)}",
        { WorseThanStable: { } worse } judgement => $"the margin: worse than {Margin(judgement.Margin)} stable {Shown(worse, judgement.FailsAt)}",
        _ => finding.Versus == "stable" ? "limit and margin over stable" : "the limit alone",
    };

    /// <summary>Evidence beside its line, for example <c>10:1 (fails at 700:1)</c>.</summary>
    public static string Of(double nats, string what, double line) => $"{EvidenceLine.Odds(nats)} ({what} {EvidenceLine.Odds(line)})";

    /// <summary>Why a finding is undecided.</summary>
    public static string Undecided(string undecided) => undecided switch
    {
        "noData" => "no data",
        "unavailable" => "New Relic could not be asked",
        "tooFewSamples" => "too few observations",
        "commonCause" => "a common cause, stable has it alike",
        "noControl" => "nothing to compare with",
        "sampleRatio" => "the share of the traffic is not its weight",
        "unresolved" => "whose fault is not resolved",
        "uncorroborated" => "nothing corroborates the suspicion",
        "upstreamOutage" => "an outage of a dependency",
        "stableUnhealthy" => "stable is in trouble itself",
        "suspicious" => "half of the evidence for failing is there",
        "notProven" => "not proven harmless yet",
        _ => undecided,
    };

    /// <summary>What became of the suspicion that errors come from elsewhere.</summary>
    public static string Account(string decision) => decision switch
    {
        "excess" => "more than its share",
        "amplified" => "called more often, and it fails",
        "givesUpSooner" => "gives up sooner than stable",
        "corroborated" => "corroborated by stable",
        "beganWithStep" => "began with the step",
        "callsMore" => "called more often",
        "suspicious" => "suspicious",
        "noControl" => "nothing to compare with",
        "tooFew" => "too few to tell",
        _ => decision,
    };

    /// <summary>What is left of a class's reason when its account has said the rest.</summary>
    public static string Basis(ErrorClassResponse known, IEnumerable<AccountResponse> accounts) =>
        accounts.FirstOrDefault(account => account.Reason.Length > 0 && known.Reason.StartsWith($"{account.Reason}; ", StringComparison.Ordinal)) is { } account
            ? known.Reason[(account.Reason.Length + 2)..]
            : known.Reason;

    private static string Shown(double nats, double line) => $"{EvidenceLine.Odds(nats)}{(nats >= line ? " (shown)" : "")}";

    private static string Margin(double? margin) => margin is { } times ? $"{Say.Number(times)}x" : "";
}
