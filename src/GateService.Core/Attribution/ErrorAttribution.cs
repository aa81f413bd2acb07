using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Attribution;

/// <summary>Whose fault the errors of this rollout are, so far.</summary>
/// <param name="Ledger">Every failed request on one account.</param>
/// <param name="Accounts">What was concluded about each account but the service's own.</param>
/// <param name="Time">Where the time of requests goes; null where it is not known.</param>
/// <param name="Notes">Things to know that decided nothing, such as a dependency that is called more often without failing.</param>
public sealed record ErrorAttribution(Ledger Ledger, IReadOnlyList<AccountFinding> Accounts, TimeOrigin? Time, IReadOnlyList<string> Notes)
{
    /// <summary>All errors that are suspected to come from elsewhere were corroborated while stable served beside the canary: without it they are doubtful, and not the canary's.</summary>
    public bool WasCorroborated => Accounts.Count > 0 && Accounts.All(found => found is { IsExcused: true, IsWitnessed: false });

    /// <summary>Other services could have corroborated an account, and New Relic did not say what they saw: that fails nobody.</summary>
    public bool LacksWitness { get; init; }

    /// <summary>Requests of the canary to each of stable's since the rollout began; 0 where there is no stable.</summary>
    public double Requests { get; init; }

    internal Mechanisms Mechanisms { get; init; } = Mechanisms.All;

    /// <summary>
    /// Books every failed request and weighs each account. Null where the policy does not ask for it, nothing counts errors, or New Relic could not tell them
    /// apart: then all count as the service's own.
    /// </summary>
    /// <param name="policy">How.</param>
    /// <param name="evidence">Errors and calls; null where nobody asked.</param>
    /// <param name="requests">Of an objective that counts all requests; null where there is none.</param>
    /// <param name="time">Where the time of requests goes.</param>
    /// <param name="failures">Of an objective that counts whatever failed; null where there is none.</param>
    internal static ErrorAttribution? Book(GatePolicy policy, ErrorEvidence? evidence, Trial? requests, KnownTime time, Trial? failures = null)
    {
        if (!policy.Attribution.IsEnabled || evidence is not { Unavailable: null } errors || requests is null)
        {
            return null;
        }

        var today = DateOnly.FromDateTime(requests.Context.Window.End.UtcDateTime);
        var buckets = requests.Evidence.Judged.Buckets;
        var (begin, length) = (buckets.Count > 0 ? buckets[0].Begin : requests.Context.Window.Begin, requests.Context.Window.Bucket);
        var classifier = new Classifier(policy.Attribution, errors.FailedCalls, today);
        var window = buckets.Count(bucket => bucket.Begin < requests.Context.Window.Begin);
        var ledger = Ledger.Of(errors, classifier, buckets.Count, window);
        var strangers = Strangers.Of(ledger, errors, classifier, policy.Attribution, requests);
        if (strangers.Own.Count > 0)
        {
            classifier = new Classifier(policy.Attribution, errors.FailedCalls, today) { Strangers = strangers.Own };
            ledger = Ledger.Of(errors, classifier, buckets.Count, window);
        }

        var accounts = new AccountTrial(policy.Attribution, errors, requests, failures)
        {
            Doubtful = strangers.Doubtful,
            Apart = classifier.Apart,
            Bounds = classifier.IsSplit ? Ledger.Bounds(errors, classifier, new EvaluationWindow(begin, begin + (buckets.Count * length), length)) : new Dictionary<string, AccountBounds>(),
        }.Weigh(ledger);
        return new ErrorAttribution(ledger, accounts, time.Origin, [.. CallNote.Of(errors, policy.Attribution, requests), .. Unsaid(errors, ledger)])
        {
            LacksWitness = accounts.Any(found => found.Decision == AccountDecision.NoControl && errors.UnheardWitnesses.ContainsKey(found.Account.Name)),
            Requests = requests.Evidence.Control.Buckets.Sum(bucket => bucket.Exposure) is > 0 and var stable ? buckets.Sum(bucket => bucket.Exposure) / stable : 0,
            Mechanisms = policy.Attribution.Mechanisms,
        };
    }

    /// <summary>What New Relic did not say, and what follows from that.</summary>
    private static IEnumerable<string> Unsaid(ErrorEvidence errors, Ledger ledger) =>
    [
        .. errors.CallsUnavailable is { } calls ? [$"calls by dependency are not known, and excuse nobody: {calls}"] : Array.Empty<string>(),
        .. errors.TimesUnavailable is { } times ? [$"where the time of requests goes is not known: {times}"] : Array.Empty<string>(),
        .. errors.UnheardWitnesses.OrderBy(witness => witness.Key, StringComparer.Ordinal).Select(witness => $"the witnesses of {witness.Key} could not be heard: {witness.Value}"),
        .. ledger.CanaryTail.Sum(count => count.Failures) + ledger.StableTail.Sum(count => count.Failures) is > 0 and var tail
            ? [$"{Quantity.Count(tail)} failed requests are of too many kinds to be told apart: they count as the service's own and excuse nobody"]
            : Array.Empty<string>(),
    ];
}
