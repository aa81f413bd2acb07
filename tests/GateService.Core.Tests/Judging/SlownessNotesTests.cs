using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>What is said of a slowness that stable has at all times, and of one that a percentile does not see.</summary>
public sealed class SlownessNotesTests
{
    private static readonly LatencyObjective P95 = new() { Name = "latency-p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1), Quantile = 0.95, Judge = SequentialJudge.Chosen };

    /// <summary>A fifth of all requests are long polls since an hour: no upstream is degraded. What began within the hour is a common cause as ever.</summary>
    [Theory]
    [InlineData(60, "latency-p95 28 s over limit 1 s, and stable with 28 s alike, as in all of the hour before: not shown to be this change")]
    [InlineData(15, "latency-p95 28 s over limit 1 s, and stable with 28 s alike: a common cause such as a degraded upstream, not shown to be this change")]
    public void What_stable_always_had_is_no_degraded_upstream(int since, string said)
    {
        var finding = new SequentialJudge().Judge(Trial(0.2, 0.2, value: 28, past: t => t <= since ? 0.2 : 0.01));

        (finding.Outcome, finding.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.CommonCause), finding.Reason.Head);
        finding.Reason.Head.ShouldBe(said);
    }

    [Theory]
    [InlineData(60, true, "latency-p95: stable did not keep 1 s in the hour before (20 % of its requests took longer, where 5 % may), and no canary can: give it a limit that stable keeps, or leave out the requests that are slow by design")]
    [InlineData(60, false, null)]
    [InlineData(15, true, null)]
    public void A_limit_that_stable_does_not_keep_is_warned_of(int since, bool isBeyond, string? note) =>
        UsualSlowness.Note(Trial(0.2, 0.2, value: 28, past: t => t <= since ? 0.2 : 0.01), isBeyond).ShouldBe(note);

    [Theory]
    [InlineData(0.04, 0, "latency-p95: 4 % of the canary's requests take over 1 s, stable's 0 %: the percentile keeps its limit and does not see them")]
    [InlineData(0.04, 0.04, null)]
    [InlineData(0.002, 0, null)]
    public void Requests_that_hang_are_told_where_a_percentile_does_not_see_them(double canary, double stable, string? note) =>
        LongTail.Note(Trial(canary, stable, value: 0.2, past: _ => stable), isBeyond: false).ShouldBe(note);

    private static Trial Trial(double canary, double stable, double value, Func<int, double> past)
    {
        const int Minutes = 20;
        SliceEvidence.Measured Slice(double share) => new(value, 300 * Minutes, 300 * share * Minutes, [.. Enumerable.Range(0, Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 300, 300 * share, BadAgainstStable: 15))]);
        var pods = Enumerable.Range(0, 3).Select(pod => new PodSeries($"stable-{pod}", [.. Enumerable.Range(-60, 60).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 300, 15, BadOverLimit: 300 * past(-t)))]));
        return new Trial(P95, new ObjectiveEvidence(P95.Name, Slice(canary), Slice(stable), ["requests"]) { StablePods = [.. pods], StableQuantile = value }, Weighed.Context(Minutes, weight: 50));
    }
}
