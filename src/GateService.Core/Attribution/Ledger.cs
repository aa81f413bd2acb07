using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;

namespace GateService.Core.Attribution;

/// <summary>Every failed request of both slices on exactly one account: the service's own, a dependency's, the clients', the platform's, or bypassed.</summary>
public sealed record Ledger
{
    /// <summary>All but the service's own, by size.</summary>
    public required IReadOnlyList<Account> Accounts { get; init; }

    /// <summary>The service's own classes, most frequent in the canary first. What nobody could tell apart is in here.</summary>
    public required IReadOnlyList<ErrorClass> Own { get; init; }

    /// <summary>Classes that a bypass leaves out of account.</summary>
    public required IReadOnlyList<ErrorClass> Bypassed { get; init; }

    /// <summary>Failed requests of the canary that are not its own, bypassed ones included.</summary>
    public required IReadOnlyList<ErrorCount> CanaryOthers { get; init; }

    public required IReadOnlyList<ErrorCount> StableOthers { get; init; }

    /// <summary>Thereof the bypassed ones: they are nobody's, with and without a control.</summary>
    public required IReadOnlyList<ErrorCount> CanaryBypassed { get; init; }

    /// <summary>Failed requests of the canary that are too rare to be told apart: booked as its own, and perhaps any account's.</summary>
    public required IReadOnlyList<ErrorCount> CanaryTail { get; init; }

    public required IReadOnlyList<ErrorCount> StableTail { get; init; }

    /// <param name="evidence">Signatures of both slices.</param>
    /// <param name="classifier">Tells them apart.</param>
    /// <param name="buckets">Of the span.</param>
    /// <param name="window">Index of the first bucket of the window.</param>
    public static Ledger Of(ErrorEvidence evidence, Classifier classifier, int buckets, int window = 0)
    {
        var booked = Booked(evidence, classifier);
        var accounts = booked.Where(entry => entry.Class.Account is not null).GroupBy(entry => entry.Class.Account!).Select(group => Open(group.Key, [.. group], buckets, window))
            .Where(account => account.Classes.Sum(known => known.Canary + known.Stable) > 0)
            .OrderByDescending(account => account.Classes.Sum(known => known.Canary)).ThenByDescending(account => account.Classes.Sum(known => known.Stable))
            .ThenBy(account => account.Name, StringComparer.Ordinal).ToList();
        var others = booked.Where(entry => entry.Class.Origin != SignatureOrigin.Own).ToList();
        var bypassed = booked.Where(entry => entry.Class.Origin == SignatureOrigin.Bypass).ToList();
        return new Ledger
        {
            Accounts = accounts,
            Own = Classes(booked.Where(entry => entry.Class.Origin == SignatureOrigin.Own), window),
            Bypassed = Classes(bypassed, window),
            CanaryOthers = Sum(others.Where(entry => entry.IsCanary), buckets),
            StableOthers = Sum(others.Where(entry => !entry.IsCanary), buckets),
            CanaryBypassed = Sum(bypassed.Where(entry => entry.IsCanary), buckets),
            CanaryTail = Sum(booked.Where(entry => entry is { IsCanary: true, Series.Signature: null }), buckets),
            StableTail = Sum(booked.Where(entry => entry is { IsCanary: false, Series.Signature: null }), buckets),
        };
    }

    /// <summary>Bounds of the accounts whose classes are of several dependencies: by how many failed calls say whose they are. The others are counted.</summary>
    /// <param name="evidence">Signatures of both slices.</param>
    /// <param name="classifier">Tells them apart.</param>
    /// <param name="span">Of the evidence.</param>
    internal static IReadOnlyDictionary<string, AccountBounds> Bounds(ErrorEvidence evidence, Classifier classifier, EvaluationWindow span) =>
        Booked(evidence, classifier).Where(entry => entry.Class.Account is not null).GroupBy(entry => entry.Class.Account!).Where(account => account.Any(entry => entry.Part.Known is not null))
            .ToDictionary(account => account.Key, account => new AccountBounds(Bounds([.. account.Where(entry => entry.IsCanary)], span), Bounds([.. account.Where(entry => !entry.IsCanary)], span)));

    private static List<(double Low, double High)> Bounds(List<Entry> entries, EvaluationWindow span) =>
    [
        .. Enumerable.Range(0, span.Buckets).Select(t => entries.Where(entry => t < entry.Series.Buckets.Count)
            .Select(entry => entry.Part.Bounds(entry.Series.Buckets[t].Failures, span.Begin + (t * span.Bucket), span.Bucket))
            .Aggregate((Low: 0.0, High: 0.0), (sum, bounds) => (sum.Low + bounds.Low, sum.High + bounds.High))),
    ];

    private static List<Entry> Booked(ErrorEvidence evidence, Classifier classifier) =>
    [
        .. evidence.Canary.Select(series => (Series: series, IsCanary: true)).Concat(evidence.Stable.Select(series => (Series: series, IsCanary: false)))
            .SelectMany(entry => (entry.Series.Signature is { } signature ? classifier.Parts(signature, entry.IsCanary) : [ErrorPart.Whole(new Classification(SignatureOrigin.Own, null, null))])
                .Select(part => new Entry(entry.Series, entry.IsCanary, part))),
    ];

    private static Account Open(string name, List<Entry> entries, int buckets, int window) => new(
        name, entries[0].Class.Origin, Sum(entries.Where(entry => entry.IsCanary), buckets), Sum(entries.Where(entry => !entry.IsCanary), buckets), Classes(entries, window));

    private static List<ErrorClass> Classes(IEnumerable<Entry> entries, int window) =>
    [
        .. entries.GroupBy(entry => entry.Series.Signature)
            .Select(same => new ErrorClass(same.Key, same.First().Class, Failures(same, isCanary: true), Failures(same, isCanary: false))
            {
                WindowErrors = Within(same, window, isCanary: true, count => count.Errors),
                WindowFailures = Within(same, window, isCanary: true, count => count.Failures),
                StableWindowErrors = Within(same, window, isCanary: false, count => count.Errors),
                StableWindowFailures = Within(same, window, isCanary: false, count => count.Failures),
            })
            .OrderByDescending(known => known.Canary).ThenByDescending(known => known.Stable).ThenBy(known => known.Said, StringComparer.Ordinal),
    ];

    private static double Within(IEnumerable<Entry> entries, int window, bool isCanary, Func<ErrorCount, double> of) =>
        entries.Where(entry => entry.IsCanary == isCanary).Sum(entry => entry.Part.Share * entry.Series.Buckets.Skip(window).Sum(of));

    private static double Failures(IEnumerable<Entry> entries, bool isCanary) =>
        entries.Where(entry => entry.IsCanary == isCanary).Sum(entry => entry.Part.Share * entry.Series.Buckets.Sum(bucket => bucket.Failures));

    private static ErrorCount[] Sum(IEnumerable<Entry> entries, int buckets)
    {
        var sum = new ErrorCount[buckets];
        foreach (var entry in entries)
        {
            for (var t = 0; t < Math.Min(buckets, entry.Series.Buckets.Count); t++)
            {
                var count = entry.Series.Buckets[t];
                sum[t] += entry.Part.Share.Equals(1) ? count : new ErrorCount(entry.Part.Share * count.Errors, entry.Part.Share * count.Failures);
            }
        }

        return sum;
    }

    /// <summary>A part of a series.</summary>
    private sealed record Entry(ErrorSeries Series, bool IsCanary, ErrorPart Part)
    {
        public Classification Class => Part.Classification;
    }
}
