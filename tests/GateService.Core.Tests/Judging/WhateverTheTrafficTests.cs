using CsCheck;
using GateService.Core.Findings;

namespace GateService.Core.Tests.Judging;

/// <summary>What holds of the sequential judge whatever the traffic. Thousands of worlds: left out where mutants are tested.</summary>
public sealed class WhateverTheTrafficTests
{
    [Fact]
    public void Identical_slices_never_fail() => Traffic.Sample(
        minutes => Weighed.Judge(Weighed.Counts([.. minutes.Select(minute => (minute.Bad, minute.All, minute.Bad, minute.All))]), Weighed.Context(minutes.Length, weight: 50)).Outcome != FindingOutcome.Tripped,
        seed: "0000000000001",
        iter: 2_000);

    [Fact]
    public void More_errors_in_the_last_bucket_never_improve_the_finding() => Gen.Select(Traffic, Gen.Int[1, 50]).Sample(
        (minutes, more) =>
        {
            var evidence = minutes.Select(minute => (minute.Bad, minute.All, minute.Bad * 2, minute.All * 19)).ToList();
            var last = evidence[^1];
            var worse = evidence.SkipLast(1).Append((Math.Min(last.Bad + more, last.All), last.All, last.Item3, last.Item4)).ToList();
            return Badness(Weighed.Judge(Weighed.Counts(worse), Weighed.Context(worse.Count))) >= Badness(Weighed.Judge(Weighed.Counts(evidence), Weighed.Context(evidence.Count)));
        },
        seed: "0000000000002",
        iter: 2_000);

    [Fact]
    public void Looking_more_often_changes_no_verdict() => Traffic.Sample(
        minutes =>
        {
            var evidence = minutes.Select(minute => (minute.Bad * 3, minute.All, minute.Bad, minute.All * 19)).ToList();
            var atTheEnd = Weighed.Judge(Weighed.Counts(evidence), Weighed.Context(evidence.Count)).Outcome == FindingOutcome.Tripped;
            var ever = Enumerable.Range(1, evidence.Count).Any(t => Weighed.Judge(Weighed.Counts([.. evidence.Take(t)]), Weighed.Context(t)).Outcome == FindingOutcome.Tripped);
            return ever == atTheEnd;
        },
        seed: "0000000000003",
        iter: 200);

    private static Gen<(double Bad, double All)[]> Traffic =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[30, 2000]).Select((bad, all) => ((double)Math.Min(bad, all / 3), (double)all)).Array[2, 30];

    private static int Badness(Finding finding) => finding switch
    {
        { Outcome: FindingOutcome.Tripped } => 4,
        { Undecided: UndecidedCause.CommonCause } => 2,
        { Undecided: UndecidedCause.Suspicious } => 2,
        { Outcome: FindingOutcome.Undecided } => 1,
        _ => 0,
    };
}
