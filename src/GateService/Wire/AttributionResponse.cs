using GateService.Core.Attribution;
using GateService.Core.Verdicts;

namespace GateService.Wire;

/// <summary>Whose fault the errors of this rollout are, counted since it began, warm-up included.</summary>
/// <param name="SelfInflicted">The canary's own errors, and those it causes elsewhere.</param>
/// <param name="Upstream">Errors that stable has at a comparable rate: excused.</param>
/// <param name="Undetermined">Neither is shown: they count against the limit.</param>
/// <param name="Classes">Every class of errors, the canary's most frequent first.</param>
/// <param name="Accounts">What was concluded about each dependency, about clients and about the platform.</param>
/// <param name="Time">Where the time of requests goes; null where it is not known.</param>
public sealed record AttributionResponse(
    OriginResponse SelfInflicted,
    OriginResponse Upstream,
    OriginResponse Undetermined,
    IReadOnlyList<ErrorClassResponse> Classes,
    IReadOnlyList<AccountResponse> Accounts,
    TimeOriginResponse? Time);

/// <summary>Failed requests of one origin.</summary>
/// <param name="Canary">Of the canary.</param>
/// <param name="Stable">Of stable.</param>
public sealed record OriginResponse(double Canary, double Stable);

/// <summary>One class of errors.</summary>
/// <param name="Class">In words: exception, status and dependency.</param>
/// <param name="Type">Exception class; null where none was reported.</param>
/// <param name="Status">Status the service answered.</param>
/// <param name="Message">Message of the exception.</param>
/// <param name="Dependency">Where it is suspected to come from; null for the service's own.</param>
/// <param name="Origin">selfInflicted, upstream, undetermined or bypassed.</param>
/// <param name="Canary">Failed requests of the canary.</param>
/// <param name="Stable">Failed requests of stable.</param>
/// <param name="Reason">The decision about it in words, and what the suspicion rests on.</param>
public sealed record ErrorClassResponse(
    string Class, string? Type, string? Status, string? Message, string? Dependency, ErrorOrigin Origin, double Canary, double Stable, string Reason)
{
    /// <summary>Whose it probably is where the origin is undetermined: stable has as many, two to one. It excuses nothing and decides nothing; null where nobody can say.</summary>
    public ErrorOrigin? Probably { get; init; }

    /// <summary>What the suspicion rests on: the reason without what its account says already. No part of an answer.</summary>
    internal string Basis { get; init; } = Reason;
}

/// <summary>The errors of one dependency, of clients or of the platform.</summary>
/// <param name="Name">The dependency, client or platform.</param>
/// <param name="Decision">excess, amplified, givesUpSooner, corroborated, beganWithStep, callsMore, callsUnknown, suspicious, noControl, unsettled or tooFew.</param>
/// <param name="Origin">selfInflicted, upstream or undetermined.</param>
/// <param name="Canary">Failed requests of the canary that were tested, warm-up left out.</param>
/// <param name="CanaryRequests">Requests (calls, where other services are the control) they are out of.</param>
/// <param name="Stable">Failed requests of stable that were tested.</param>
/// <param name="StableRequests">Requests they are out of.</param>
/// <param name="Ratio">Canary's share over stable's, low and high end of a 95 % interval that holds at every look; null without a control.</param>
/// <param name="CallRatio">Calls per request, canary over stable; null where they are not known.</param>
/// <param name="Harm">Largest evidence of an excess, in nats.</param>
/// <param name="FailsAt">Evidence at which an excess is shown.</param>
/// <param name="Harmless">Evidence that the canary has no more than its share.</param>
/// <param name="ProvenAt">Evidence at which that is shown.</param>
/// <param name="Reason">The decision and its ground.</param>
public sealed record AccountResponse(
    string Name,
    AccountDecision Decision,
    Fault Origin,
    double Canary,
    double CanaryRequests,
    double Stable,
    double StableRequests,
    double[]? Ratio,
    double? CallRatio,
    double Harm,
    double FailsAt,
    double Harmless,
    double ProvenAt,
    string Reason)
{
    /// <summary>Whose they probably are where the origin is undetermined; null where nobody can say.</summary>
    public Fault? Probably { get; init; }
}

/// <summary>Where the time of requests goes, mean seconds per request of the window.</summary>
/// <param name="Canary">Of the canary.</param>
/// <param name="Stable">Of stable.</param>
/// <param name="Peers">Mean seconds per traced call of each dependency.</param>
/// <param name="Conclusion">In words; null where the canary is not slower.</param>
public sealed record TimeOriginResponse(TimeSharesResponse Canary, TimeSharesResponse Stable, IReadOnlyList<PeerTimeResponse> Peers, string? Conclusion);

/// <summary>Mean seconds per request.</summary>
/// <param name="Total">All of it.</param>
/// <param name="Own">In the service's own code.</param>
/// <param name="Database">In calls of datastores.</param>
/// <param name="External">In calls of other services.</param>
public sealed record TimeSharesResponse(double Total, double Own, double Database, double External);

/// <summary>Mean seconds per call of one dependency.</summary>
/// <param name="Name">The dependency.</param>
/// <param name="Canary">Of the canary's calls.</param>
/// <param name="Stable">Of stable's calls.</param>
/// <param name="Slower">The canary's are longer by a fifth or more, for certain.</param>
public sealed record PeerTimeResponse(string Name, double Canary, double Stable, bool Slower);
