using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>How far a finding is from another decision, in what people count: errors, requests, minutes.</summary>
internal static class FlipSentence
{
    /// <summary>Buckets that are looked ahead.</summary>
    private const int Farthest = 60;

    /// <summary>What would fail it, or prove it where the step asks for proof; null where it has failed, or where nothing can be said.</summary>
    public static string? Of(Weighing weighing)
    {
        if (weighing.Result.Outcome == GateOutcome.Worse)
        {
            return null;
        }

        var wantsProof = weighing.Demand == StepDemand.Proven && weighing.Result.Outcome != GateOutcome.Harmless;
        return weighing.Means is { } means ? wantsProof ? MeansToProof(weighing, means) : MeanToFail(weighing, means)
            : weighing.Counts is not { Pairs.Count: > 0 } counts ? null
            : MinutesOverLimit.Covers(weighing.Objective) ? MinutesToFail(weighing, counts)
            : weighing.Objective.IsRate ? SilenceToFail(weighing, counts)
            : wantsProof ? CountsToProof(weighing, counts)
            : BadToFail(weighing, counts);
    }

    private static string? BadToFail(Weighing weighing, CountCase test)
    {
        var next = Upcoming.Of(test.Pairs);
        if (next.CanaryExposure < 1)
        {
            return null;
        }

        var bad = new FlipDistance(test.Pairs, test.Settings, test.Compared, test.OverFloor, weighing.Result)
            .BadToFail(test.Compared is { } compared ? next with { StableBad = Upcoming.Of(compared).StableBad } : next);
        var (bucket, exposure) = (Durations.Say(weighing.Context.Window.Bucket), Nouns.Counted(Math.Round(next.CanaryExposure), $"canary {Nouns.Exposure(weighing.Objective)}"));
        var noun = Nouns.Bad(weighing.Objective, RarerSide.IsGood(weighing.Trial));
        return bad is not { } found ? $"no single {bucket} can fail it: a verdict takes several bad ones"
            : test.Settings.HighIsBad ? $"{Nouns.Counted(found, noun)} among {exposure} in the next {bucket} {(found == 1 ? "fails" : "fail")} it"
            : $"{Quantity.Count(found)} or fewer {noun} among {exposure} in the next {bucket} fail it";
    }

    private static string CountsToProof(Weighing weighing, CountCase test)
    {
        var next = Upcoming.Of(test.Pairs);
        return Ahead(Farthest, buckets => Longer(buckets) >= weighing.Result.ProofLine) is { } more && next.CanaryExposure > 0
            ? $"about {Quantity.Count(Math.Round(more * next.CanaryExposure))} more canary {Nouns.Exposure(weighing.Objective)} like these prove it"
            : NotProvenBy(weighing);

        double Longer(int buckets) => EvidenceGate.ProofOfCounts(
            [.. test.Pairs, .. Enumerable.Repeat(next, buckets)],
            Upcoming.Longer(test.Settings, test.Pairs.Count, buckets),
            test.Compared is { } compared ? [.. compared, .. Enumerable.Repeat(Upcoming.Of(compared), buckets)] : null);
    }

    private static string MinutesToFail(Weighing weighing, CountCase test)
    {
        var worth = Math.Min(1, test.Settings.Clock.BucketMinutes);
        var over = Ahead(Farthest, buckets => EvidenceGate.OfCounts(
            [.. test.Pairs, .. Enumerable.Repeat(new CountPair(worth, worth, 0, 0), buckets)], Upcoming.Longer(test.Settings, test.Pairs.Count, buckets)).Outcome == GateOutcome.Worse);
        return over is { } more
            ? $"{Durations.Say(more * weighing.Context.Window.Bucket)} more {(weighing.Objective.Comparison == Comparison.AtMost ? "over" : "under")} its limit fail it"
            : $"{Durations.Say(Farthest * weighing.Context.Window.Bucket)} more outside its limit do not fail it";
    }

    /// <summary>A rate that must not fall fails by silence; one that must not rise, by twice its limit, or twice what it is where it has none.</summary>
    private static string SilenceToFail(Weighing weighing, CountCase test)
    {
        var next = Upcoming.Of(test.Compared ?? test.Pairs);
        var isHighBad = weighing.Objective.Comparison == Comparison.AtMost;
        var at = isHighBad ? next with { CanaryBad = TwiceTheLimit(weighing, test, next) } : next with { CanaryBad = 0 };
        var bad = Ahead(Farthest, buckets => EvidenceGate.OfCounts(
            [.. test.Pairs, .. Enumerable.Repeat(test.Compared is null ? at : OneMinute(test), buckets)],
            Upcoming.Longer(test.Settings, test.Pairs.Count, buckets),
            test.Compared is { } compared ? [.. compared, .. Enumerable.Repeat(at, buckets)] : null).Outcome == GateOutcome.Worse);
        var how = !isHighBad ? weighing.Objective is KpiObjective { Definition.Form: KpiForm.Sum } ? "in which its sum is 0" : "without any of its events"
            : weighing.Objective.IsAgainstStableAlone ? "at twice what it is" : "at twice its limit";
        return bad is { } more
            ? $"it fails after {Durations.Say(more * weighing.Context.Window.Bucket)} {how}"
            : $"it does not fail after {Durations.Say(Farthest * weighing.Context.Window.Bucket)} {how}";
    }

    private static CountPair OneMinute(CountCase test) => Math.Min(1, test.Settings.Clock.BucketMinutes) is var worth ? new CountPair(worth, worth, 0, 0) : default;

    /// <summary>In events of one bucket: what they are now, scaled to twice the limit; of events per minute the limit says it where there is none yet.</summary>
    private static double TwiceTheLimit(Weighing weighing, CountCase test, CountPair next)
    {
        var now = weighing.Trial.Judged.LastOrDefault(bucket => bucket is { Mean: > 0, Bad: > 0 });
        return weighing.Objective.Limit?.At(weighing.Context.Weight) is not { } limit ? Twice(Math.Max(next.CanaryBad, test.Settings.Clock.BucketMinutes))
            : now is { Mean: { } value, Bad: { } events, Exposure: var exposure }
                ? Twice(limit * events / value * (weighing.Objective.Unit == Unit.PerRequest ? next.CanaryExposure / exposure : 1))
            : weighing.Objective is KpiObjective { Unit: Unit.PerMinute, Definition.Form: KpiForm.Rate } ? Twice(limit * test.Settings.Clock.BucketMinutes)
            : Twice(Math.Max(next.CanaryBad, test.Settings.Clock.BucketMinutes));

        static double Twice(double events) => 2 * events;
    }

    private static string? MeanToFail(Weighing weighing, IReadOnlyList<MeanPair> means)
    {
        var next = Upcoming.Of(means);
        if (!(next.Canary.Mean > 0))
        {
            return null;
        }

        // Two hundred steps of 2 % on the log scale: 0.02 to 52 times the mean so far.
        var isHighBad = weighing.Settings.HighIsBad;
        var found = Enumerable.Range(1, 200).Select(step => next.Canary.Mean * Math.Exp((isHighBad ? 0.02 : -0.02) * step)).Cast<double?>()
            .FirstOrDefault(mean => EvidenceGate.OfMeans([.. means, next with { Canary = next.Canary with { Mean = mean!.Value } }], Upcoming.Longer(weighing.Settings, means.Count, 1)).Outcome == GateOutcome.Worse);
        var bucket = Durations.Say(weighing.Context.Window.Bucket);
        return found is { } mean
            ? $"a mean of {Quantity.Say(mean, weighing.Objective.Unit)} or {(isHighBad ? "more" : "less")} in the next {bucket} fails it"
            : $"no single {bucket} can fail it: a verdict takes several bad ones";
    }

    private static string MeansToProof(Weighing weighing, IReadOnlyList<MeanPair> means)
    {
        var next = Upcoming.Of(means);
        var more = Ahead(Farthest, buckets => EvidenceGate.ProofOfMeans([.. means, .. Enumerable.Repeat(next, buckets)], Upcoming.Longer(weighing.Settings, means.Count, buckets)) >= weighing.Result.ProofLine);
        return more is { } found && next.Canary.Size > 0 ? $"about {Quantity.Count(Math.Round(found * next.Canary.Size))} more canary events like these prove it" : NotProvenBy(weighing);
    }

    private static string NotProvenBy(Weighing weighing) => $"{Durations.Say(Farthest * weighing.Context.Window.Bucket)} more of this traffic do not prove it";

    /// <summary>The fewest buckets ahead at which something holds that keeps holding; null where not even the farthest suffices.</summary>
    internal static int? Ahead(int farthest, Func<int, bool> holds)
    {
        if (!holds(farthest))
        {
            return null;
        }

        var (not, yes) = (0, farthest);
        while (yes - not > 1)
        {
            var middle = (not + yes) / 2;
            (not, yes) = holds(middle) ? (not, middle) : (middle, yes);
        }

        return yes;
    }
}
