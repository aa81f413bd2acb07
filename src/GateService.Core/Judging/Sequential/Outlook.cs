using GateService.Core.Findings;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>How much longer it takes until what looks bad fails, if it goes on like this.</summary>
internal static class Outlook
{
    /// <summary>What comes after how long.</summary>
    internal const string Ending = "more of this fails it";

    /// <summary>Buckets that "like this" is the mean of: a small service has a bad request in few of them.</summary>
    private const int Recent = 10;

    /// <summary>Buckets that are it instead, where they differ from those by twice, and by so many bad ones that no chance does.</summary>
    private const int Latest = 3;

    private const double Plain = 8;

    /// <summary>Buckets that are looked ahead.</summary>
    private const int Farthest = 60;

    /// <summary>For example <c>, 3m more of this fails it</c>; empty where an hour of it does not, and where it is not counts that are tested.</summary>
    public static string Of(Weighing weighing) => weighing is { IsEmergency: false, IsSudden: false, Counts: not null } && weighing.Counts is { } counts && !MinutesOverLimit.Covers(weighing.Objective) && Buckets(counts) is { } more
        ? $", {Durations.Say(more * weighing.Context.Window.Bucket)} {Ending}"
        : "";

    /// <summary>The same of a finding that nobody suspects yet, where its value is beyond what does no harm.</summary>
    public static string Of(Weighing weighing, Finding finding)
    {
        var harmful = weighing.HarmfulFrom ?? finding.Threshold;
        return (finding.Comparison == Comparison.AtMost ? finding.Value > harmful : finding.Value < harmful) ? Of(weighing) : "";
    }

    private static int? Buckets(CountCase test)
    {
        var like = Like(test.Pairs);
        return FlipSentence.Ahead(Farthest, buckets => EvidenceGate.OfCounts(
            Longer(test.Pairs, buckets, like),
            Upcoming.Longer(test.Settings, test.Pairs.Count, buckets),
            test.Compared is { } compared ? Longer(compared, buckets, like) : null,
            test.OverFloor is { } floored ? Longer(floored, buckets, like) : null).Outcome == GateOutcome.Worse);
    }

    private static List<CountPair> Longer(IReadOnlyList<CountPair> pairs, int buckets, int like) => [.. pairs, .. Enumerable.Repeat(Upcoming.Of(pairs, like), buckets)];

    /// <summary>The latest minutes alone, where they plainly are not like those before: it has begun, or it is over.</summary>
    private static int Like(IReadOnlyList<CountPair> pairs)
    {
        var (recent, latest) = (Upcoming.Of(pairs, Recent), Upcoming.Of(pairs, Latest));
        var expected = recent.CanaryExposure > 0 ? Latest * latest.CanaryExposure * recent.CanaryBad / recent.CanaryExposure : 0;
        var seen = Latest * latest.CanaryBad;
        return Math.Max(expected, seen) >= Plain && (seen > 2 * expected || 2 * seen < expected) ? Latest : Recent;
    }
}
