using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Origins;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>Error lines of the log per request, against stable's.</summary>
public sealed class LogErrorsTests
{
    private const int Minutes = 10;

    private static readonly LogErrorsObjective Lines = new()
    {
        Name = "log-errors",
        Comparison = Comparison.AtMost,
        Floor = LogErrorsObjective.DefaultFloor,
        Judge = SequentialJudge.Chosen,
    };

    /// <summary>Of 200 requests a minute of the canary and 600 of stable.</summary>
    [Theory]
    [InlineData(10, 1.2, FindingOutcome.Tripped)] // a line in twenty requests against one in 500
    [InlineData(1, 0, FindingOutcome.Met)] // half the floor: it does not matter, whatever stable logs
    [InlineData(10, 30, FindingOutcome.Met)] // as stable
    [InlineData(640, 600, FindingOutcome.Tripped)] // several lines a request: 3.2 against 1
    [InlineData(640, 1800, FindingOutcome.Met)] // 3.2 against 3
    public void A_canary_that_logs_more_than_stable_trips(double canary, double stable, FindingOutcome outcome) =>
        Judge(Weighed.Same(Minutes, canary, 200, stable, 600)).Outcome.ShouldBe(outcome);

    [Fact]
    public void Requests_without_an_error_line_in_either_log_prove_it_harmless()
    {
        var finding = Judge(Weighed.Same(Minutes, 0, 200, 0, 600), StepDemand.Proven);

        finding.Outcome.ShouldBe(FindingOutcome.Met);
        finding.Reason.Head.ShouldBe("log-errors 0/request, stable 0/request, proven under 5x its floor or stable");
    }

    [Fact]
    public void Without_stable_nobody_is_blamed() => Judge(Weighed.Same(Minutes, 40, 200, 0, 0)).Undecided.ShouldBe(UndecidedCause.NoControl);

    [Fact]
    public void A_limit_is_kept_minute_by_minute_beside_stable()
    {
        var limited = Lines with { Floor = null, Limit = StepLimits.Constant(0.1) };

        Judge(Weighed.Same(Minutes, 40, 200, 1.2, 600), objective: limited).Outcome.ShouldBe(FindingOutcome.Tripped);
        Judge(Weighed.Same(Minutes, 10, 200, 1.2, 600), objective: limited).Outcome.ShouldBe(FindingOutcome.Met);
        Judge(Weighed.Same(Minutes, 40, 200, 120, 600), objective: limited).Undecided.ShouldBe(UndecidedCause.CommonCause);
    }

    /// <summary>Four times as many lines of the canary: chance may do that where stable's pods log thirty at a time, and may not where they log evenly.</summary>
    [Theory]
    [InlineData(true, FindingOutcome.Met)]
    [InlineData(false, FindingOutcome.Tripped)]
    public void How_bursty_lines_are_is_learnt_from_stable_s_pods(bool areBursty, FindingOutcome outcome)
    {
        Judge(Weighed.Same(Minutes, 14, 200, 10, 600), pods: Pods(areBursty)).Outcome.ShouldBe(outcome);
    }

    /// <summary>Errors come six lines at a time, and a fault of one pod comes and goes: alike in both slices, it fails hardly anybody. Seeds are fixed.</summary>
    [Fact]
    public void Bursts_alike_in_both_slices_fail_hardly_anybody_and_ten_times_as_many_everybody()
    {
        const int Rollouts = 200;

        Enumerable.Range(0, Rollouts).Count(seed => IsTripped(seed, 1)).ShouldBeLessThanOrEqualTo(Rollouts / 100);
        Enumerable.Range(0, 40).Count(seed => IsTripped(seed, 10)).ShouldBeGreaterThanOrEqualTo(36);
    }

    [Theory]
    [InlineData(0, "new in the canary: 'inventory row * not found' x412")]
    [InlineData(5, "most of them 'inventory row * not found' x412, stable x5")]
    public void What_it_says_is_named(double stable, string expected)
    {
        var evidence = Evidence(Weighed.Same(Minutes, 40, 200, 1.2, 600)) with { LogPatterns = [new LogPattern("inventory row * not found", 412, stable, "4bf9"), new LogPattern("slow disk", 2, 0, null)] };
        var trial = new Trial(Lines, evidence, Weighed.Context(Minutes));

        LogReason.Of(new SequentialJudge().Judge(trial), trial).Reason.Because.ShouldBe(expected);
    }

    [Fact]
    public void A_line_worded_anew_is_a_note()
    {
        var evidence = Evidence(Weighed.Same(Minutes, 3, 200, 9, 600)) with { LogPatterns = [new LogPattern("stale price", 30, 0, "4bf9"), new LogPattern("cut off", 9, null, null)] };
        var trial = new Trial(Lines, evidence, Weighed.Context(Minutes));
        var finding = new SequentialJudge().Judge(trial);

        LogReason.Note(finding, trial).ShouldBe("log-errors: not shown to be more error lines than stable's, but new in the canary: 'stale price' x30, for example in trace 4bf9");
        LogReason.Note(finding, new Trial(Lines, evidence with { LogPatterns = [] }, Weighed.Context(Minutes))).ShouldBeNull();
    }

    /// <summary>As many lines of stable say what the canary never does: an old message in new words, unless one of stable's pods says them alone, which has a trouble of its own.</summary>
    [Theory]
    [InlineData(false, FindingOutcome.Met)]
    [InlineData(true, FindingOutcome.Undecided)]
    public void One_pods_lines_are_no_other_words_for_the_canarys(bool isOne, FindingOutcome outcome)
    {
        PodSeries Pod(string name, double lines) => new(name, [.. Enumerable.Range(0, Minutes).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 200, lines))]);
        var evidence = Evidence(Weighed.Same(Minutes, 9, 200, 27, 600)) with
        {
            LogPatterns = [new LogPattern("invoice * not booked", 90, 0, null) { Lately = 40 }],
            StableAlone = 270,
            StablePods = isOne ? [Pod("a", 27), Pod("b", 0), Pod("c", 0)] : [Pod("a", 9), Pod("b", 9), Pod("c", 9)],
        };
        var trial = new Trial(Lines, evidence, Weighed.Context(Minutes));

        NewErrorLines.Of(new SequentialJudge().Judge(trial), trial).Outcome.ShouldBe(outcome);
    }

    private static bool IsTripped(int seed, double times)
    {
        var dice = new Random(seed);
        var (canary, pods) = (new double[20], Enumerable.Range(0, 4).Select(_ => new double[80]).ToArray());
        foreach (var (log, from) in pods.Select(pod => (pod, 0)).Append((canary, 0)))
        {
            for (var t = from; t < log.Length; t++)
            {
                log[t] = Bursts(dice, (ReferenceEquals(log, canary) ? times : 1) * 200 * 0.005) * 6;
                log[t] += dice.NextDouble() < 0.03 ? 40 * dice.NextDouble() : 0;
            }
        }

        var minutes = Enumerable.Range(0, 20).Select(t => (canary[t], 200.0, pods.Sum(pod => pod[60 + t]), 800.0)).ToArray();
        return Judge(minutes, pods: [.. pods.Select((pod, i) => new PodSeries($"pod-{i}", [.. pod.Select((lines, t) => new Bucket(Weighed.Begin.AddMinutes(t - 60), 200, lines))]))]).Outcome == FindingOutcome.Tripped;
    }

    private static int Bursts(Random dice, double mean)
    {
        var (count, product) = (0, dice.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; count++)
        {
            product *= dice.NextDouble();
        }

        return count;
    }

    private static List<PodSeries> Pods(bool areBursty) =>
    [
        .. Enumerable.Range(0, 3).Select(pod => new PodSeries(
            $"pod-{pod}", [.. Enumerable.Range(-60, 72).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 200, areBursty ? (t + 60 + pod) % 9 == 0 ? 30 : 0 : 3.3))])),
    ];

    private static ObjectiveEvidence Evidence(IReadOnlyList<(double CanaryBad, double Canary, double StableBad, double Stable)> minutes, IReadOnlyList<PodSeries>? pods = null)
    {
        var counted = Weighed.Counts(minutes);
        return counted with { Objective = Lines.Name, StablePods = pods ?? [], Judged = WithRates(counted.Judged), Control = WithRates(counted.Control) };
    }

    private static SliceEvidence WithRates(SliceEvidence slice) => slice with { Buckets = [.. slice.Buckets.Select(bucket => bucket with { Mean = bucket.Exposure > 0 ? bucket.Bad / bucket.Exposure : null })] };

    private static Finding Judge(
        IReadOnlyList<(double CanaryBad, double Canary, double StableBad, double Stable)> minutes, StepDemand demand = StepDemand.NoHarm, Objective? objective = null, IReadOnlyList<PodSeries>? pods = null) =>
        Weighed.Judge(Evidence(minutes, pods), Weighed.Context(minutes.Count, demand: demand), objective ?? Lines);
}
