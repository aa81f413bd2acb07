using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;

namespace GateService.Core.Attribution;

/// <summary>
/// Classes of a dependency's account that are no part of its trouble: the database is down for both slices, and beneath it the canary asks for a column that does not exist. Such a class is stable's hardly
/// or not at all, which a test of its own shows (at the margin of an alibi, far from what a healthy canary has), and it comes on top: the account as a whole has about as much more than stable's. Where it
/// has not, the canary only calls the same errors by another name. They are the service's own, though they happened at the dependency. Nobody is accused by a class alone that is an estimate, or that is all
/// there is of an account: that is the account's own test.
/// </summary>
/// <param name="Own">Shown to be the canary's, and to come on top.</param>
/// <param name="Doubtful">Likely so, and not shown yet: they are excused with their account no more than they are accused.</param>
internal sealed record Strangers(IReadOnlySet<ErrorSignature> Own, IReadOnlySet<ErrorSignature> Doubtful)
{
    /// <summary>Failed requests of the canary below which a class accuses nobody.</summary>
    private const double Fewest = 10;

    /// <summary>Of a class, that the account must have more than stable's.</summary>
    private const double OnTop = 0.5;

    /// <param name="ledger">Booked without them.</param>
    /// <param name="evidence">Errors of both slices.</param>
    /// <param name="classifier">Told them apart.</param>
    /// <param name="settings">The policy's.</param>
    /// <param name="requests">Of an objective that counts all requests.</param>
    public static Strangers Of(Ledger ledger, ErrorEvidence evidence, Classifier classifier, AttributionSettings settings, Trial requests)
    {
        var (shown, doubtful) = (new HashSet<ErrorSignature>(), new HashSet<ErrorSignature>());
        var found = new Strangers(shown, doubtful);
        if (!requests.Kept.HasControl || !settings.Mechanisms.Excess)
        {
            return found;
        }

        var tests = 0;
        foreach (var account in ledger.Accounts.Where(account => account.Origin == SignatureOrigin.Dependency && account.Classes.Count > 1))
        {
            foreach (var signature in account.Classes.Where(known => known.Canary >= Fewest && known.Canary < account.Classes.Sum(one => one.Canary)).Select(known => known.Signature).OfType<ErrorSignature>())
            {
                if (!classifier.Splits(signature) && Look(account, Series(evidence.Canary, signature), Series(evidence.Stable, signature), settings, requests, ++tests) is { } isShown)
                {
                    (isShown ? shown : doubtful).Add(signature);
                }
            }
        }

        return found;
    }

    /// <summary>True where it is shown, false where it is likely, null where it is neither.</summary>
    private static bool? Look(Account account, IReadOnlyList<ErrorCount> canary, IReadOnlyList<ErrorCount> stable, AttributionSettings settings, Trial requests, int test)
    {
        var (pairs, whole) = (Pairs(canary, stable, requests), Pairs(account.Canary, account.Stable, requests));
        var (own, all) = (Sum(pairs), Sum(whole));
        if (all.CanaryExposure <= 0 || all.StableExposure <= 0 || Surplus(all) < OnTop * Surplus(own))
        {
            return null;
        }

        var gate = AccountGate.Of(requests);
        var margin = Math.Max(settings.Dependencies.FirstOrDefault(known => known.Name == account.Name)?.Margin ?? settings.Margin, settings.AlibiMargin);
        var likely = gate with { Margin = margin, Limits = [settings.Floor], Alpha = gate.Beta, FewestBadBuckets = 1 };
        var first = Math.Min(FirstSight(canary), FirstSight(stable));
        return !IsMore(requests, [.. pairs.Select(pair => pair.Counts)], likely) ? null
            : IsMore(requests, [.. pairs.Where(pair => pair.Bucket > first).Select(pair => pair.Counts)], likely with { Alpha = gate.Alpha / (test * (test + 1)), FewestBadBuckets = gate.FewestBadBuckets })
                && IsMore(requests, [.. whole.Select(pair => pair.Counts)], likely with { Margin = 1, Limits = null });
    }

    private static bool IsMore(Trial requests, IReadOnlyList<CountPair> pairs, GateSettings settings) =>
        pairs.Count > 0 && EvidenceGate.OfCounts(pairs, settings with { SlowImbalance = AccountGate.SlowOf(requests, pairs.Count) }).Outcome == GateOutcome.Worse;

    private static int FirstSight(IReadOnlyList<ErrorCount> counts) => counts.TakeWhile(count => count.Failures <= 0).Count() is var none && none < counts.Count ? none : int.MaxValue;

    private static double Surplus(CountPair pair) => (pair.CanaryBad / pair.CanaryExposure) - (pair.StableBad / pair.StableExposure);

    private static List<(int Bucket, CountPair Counts)> Pairs(IReadOnlyList<ErrorCount> canary, IReadOnlyList<ErrorCount> stable, Trial requests) =>
    [
        .. requests.Kept.Indices.Select((t, i) => (t, new CountPair(Of(canary, t, requests.Judged[i].Exposure), requests.Judged[i].Exposure, Of(stable, t, requests.Control[i].Exposure), requests.Control[i].Exposure)))
            .Where(pair => Boundary.HasControl(pair.Item2.CanaryExposure, pair.Item2.StableExposure)),
    ];

    private static double Of(IReadOnlyList<ErrorCount> counts, int t, double exposure) => t < counts.Count ? Math.Min(counts[t].Failures, exposure) : 0;

    private static CountPair Sum(List<(int Bucket, CountPair Counts)> pairs) => new(
        pairs.Sum(pair => pair.Counts.CanaryBad), pairs.Sum(pair => pair.Counts.CanaryExposure), pairs.Sum(pair => pair.Counts.StableBad), pairs.Sum(pair => pair.Counts.StableExposure));

    private static IReadOnlyList<ErrorCount> Series(IReadOnlyList<ErrorSeries> all, ErrorSignature signature) => all.FirstOrDefault(series => series.Signature == signature)?.Buckets ?? [];
}
