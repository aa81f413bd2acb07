using GateService.Core.Attribution;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>An attribution in the words of the wire.</summary>
internal static class AttributionResponses
{
    public static AttributionResponse Of(ErrorAttribution attribution)
    {
        List<ErrorClassResponse> classes =
        [
            .. attribution.Ledger.Own.Select(own => Class(own, ErrorOrigin.SelfInflicted, $"the service's own: {own.Classification.Basis}")),
            .. attribution.Accounts.SelectMany(found => found.Account.Classes.Select(known => Suspected(known, found))),
            .. attribution.Ledger.Bypassed.Select(bypassed => Class(bypassed, ErrorOrigin.Bypassed, $"{bypassed.Classification.Rule?.Reason}; {bypassed.Classification.Basis}, until {bypassed.Classification.Rule?.Until:yyyy-MM-dd}")),
        ];
        return new AttributionResponse(
            Sum(ErrorOrigin.SelfInflicted),
            Sum(ErrorOrigin.Upstream),
            Sum(ErrorOrigin.Undetermined),
            [.. classes.OrderByDescending(known => known.Canary).ThenByDescending(known => known.Stable)],
            [.. attribution.Accounts.Select(Account)],
            attribution.Time is { } time ? Time(time) : null);

        OriginResponse Sum(ErrorOrigin origin)
        {
            var own = classes.Where(known => known.Origin == origin).ToList();
            return new OriginResponse(Counted(own.Sum(known => known.Canary)), Counted(own.Sum(known => known.Stable)));
        }
    }

    private static ErrorClassResponse Suspected(ErrorClass known, AccountFinding found)
    {
        var basis = $"suspected by {known.Classification.Basis}";
        return Class(known, ErrorOrigins.Of(Accusation.FaultOf(found)), $"{found.Reason}; {basis}") with { Basis = OneLine.Of(basis, 500), Probably = found.IsProbablyUpstream ? ErrorOrigin.Upstream : null };
    }

    private static ErrorClassResponse Class(ErrorClass known, ErrorOrigin origin, string reason) => new(
        OneLine.Of(known.Said, 200),
        known.Signature?.Type,
        known.Signature?.Status,
        known.Signature?.Message is { } message ? OneLine.Of(message, 300) : null,
        known.Classification.Dependency,
        origin,
        Counted(known.Canary),
        Counted(known.Stable),
        OneLine.Of(reason, 500));

    private static AccountResponse Account(AccountFinding found) => new(
        found.Account.Name,
        found.Decision,
        Accusation.FaultOf(found),
        Counted(found.Tested.CanaryBad),
        Counted(found.Tested.CanaryExposure),
        Counted(found.Tested.StableBad),
        Counted(found.Tested.StableExposure),
        found.Ratio is { } ratio ? [Math.Round(ratio.Low, 3), Math.Round(ratio.High, 3)] : null,
        found.CallRatio is { } calls ? Math.Round(calls, 3) : null,
        Math.Round(found.Harm, 3),
        Math.Round(found.FailsAt, 3),
        Math.Round(found.Harmless, 3),
        Math.Round(found.ProvenAt, 3),
        OneLine.Of(found.Reason.ToString(), 500))
    { Probably = found.IsProbablyUpstream ? Fault.Upstream : null };

    private static TimeOriginResponse Time(TimeOrigin time) => new(
        Shares(time.Canary),
        Shares(time.Stable),
        [.. time.Dependencies.Select(dependency => new PeerTimeResponse(dependency.Name, Seconds(dependency.Canary), Seconds(dependency.Stable), dependency.IsSlower))],
        time.Conclusion);

    private static TimeSharesResponse Shares(TimeShares shares) => new(Seconds(shares.Total), Seconds(shares.Own), Seconds(shares.Database), Seconds(shares.External));

    /// <summary>Spread over buckets and added up again, 753 failures come to 753.0000000000001.</summary>
    private static double Counted(double requests) => Math.Round(requests, 3);

    private static double Seconds(double seconds) => Math.Round(seconds, 6);
}
