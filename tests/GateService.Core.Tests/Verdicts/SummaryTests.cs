using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Verdicts;

/// <summary>The one line people read: what it begins with, what it adds, what it leaves out.</summary>
public sealed class SummaryTests
{
    [Fact]
    public void Where_nothing_is_decided_what_was_not_answered_is_named()
    {
        QueryRecord[] queries = [new("requests", "SELECT 1", QueryRecord.Answered), new("errors", "SELECT 2", "too slow", QueryTrouble.Timeout), new("calls", "SELECT 3", "too slow", QueryTrouble.Timeout)];

        Summary.Of(Verdict.Inconclusive, [Undecided("a", UndecidedCause.CommonCause), Met("b")], Given.Window, 5, queries).ShouldContain("; New Relic did not answer errors and 1 more; 1 of 2 objectives met");
        Summary.Of(Verdict.Inconclusive, [Undecided("a", UndecidedCause.CommonCause), Met("b")], Given.Window, 5, queries[..1]).ShouldNotContain("New Relic");
    }

    [Fact]
    public void A_fail_tells_its_worst_finding_with_place_and_window_and_the_others_in_short()
    {
        Finding[] findings =
        [
            Tripped("latency") with { Unit = Unit.Seconds, Value = 1.25, Threshold = 0.5, Score = 30 },
            Tripped("error-rate") with { Value = 0.2, Score = 5, Reason = new("error-rate 20 % over limit 1 %") { Because = "TimeoutException x9", Counts = "20 of 100 canary requests" } },
            Tripped("silent") with { Value = null, Score = 40 },
            Met("apdex"),
            Undecided("kpi", UndecidedCause.NoData),
        ];

        Summary.Of(Verdict.Fail, findings, Given.Window, 12.5).ShouldBe(
            "error-rate 20 % over limit 1 %; TimeoutException x9 (20 of 100 canary requests, 10m at weight 12.5); also latency 1.2 s (limit 500 ms), silent earlier");
        Summary.Of(Verdict.Fail, [findings[1]], Given.Window, null).ShouldBe("error-rate 20 % over limit 1 %; TimeoutException x9 (20 of 100 canary requests, 10m)");
    }

    /// <summary>It failed earlier and keeps its limit now: the value beside its limit would read as a breach.</summary>
    [Theory]
    [InlineData(0.154, "; also latency (failed at 12:04Z, 154 ms over 10m)")]
    [InlineData(1.25, "; also latency 1.2 s (limit 1 s)")]
    public void What_failed_earlier_says_when(double seconds, string also)
    {
        var latency = Tripped("latency") with { Unit = Unit.Seconds, Value = seconds, Threshold = 1, Score = 30, Judgement = Weighed(0, 3).Judgement! with { FailedAt = Given.Window.Begin.Date.AddHours(12).AddMinutes(4) } };

        Summary.Of(Verdict.Fail, [Tripped("error-rate") with { Value = 0.2, Score = 5, Reason = new("error-rate 20 % over limit 1 %") }, latency], Given.Window, 5).ShouldEndWith(also);
    }

    [Fact]
    public void A_pass_counts_its_objectives_and_tells_their_values()
    {
        Finding[] findings = [Met("error-rate") with { Value = 0.001, Sample = 900 }, Met("apdex") with { Value = 0.95, Comparison = Comparison.AtLeast, Threshold = 0.85, Unit = Unit.Score, Sample = 1200 }];

        Summary.Of(Verdict.Pass, findings, Given.Window, 5).ShouldBe("both objectives met: error-rate 0.1 %, apdex 0.95 (1,200 canary observations, 10m at weight 5)");
        Summary.Of(Verdict.Pass, [.. findings.Select(finding => finding with { Slice = Slice.Stable })], Given.Window, null).ShouldBe("both objectives met: error-rate 0.1 %, apdex 0.95 (1,200 stable observations, 10m)");
    }

    [Fact]
    public void Nothing_is_called_met_that_is_beyond_its_limit()
    {
        var beyond = Met("error-rate") with { Value = 0.041, Threshold = 0.02, Sample = 900 };

        Summary.Of(Verdict.Pass, [beyond, Met("apdex") with { Value = 0.95, Comparison = Comparison.AtLeast, Threshold = 0.85, Unit = Unit.Score }], Given.Window, 5)
            .ShouldBe("no harm shown by both objectives: error-rate 4.1 % (limit 2 %), apdex 0.95 (900 canary observations, 10m at weight 5)");
        Summary.Of(Verdict.Inconclusive, [beyond, Undecided("b", UndecidedCause.NoData), Met("c")], Given.Window, 5).ShouldEndWith("; 1 of 3 objectives met");
    }

    [Theory]
    [InlineData(3.0, 3.0, "error-rate 0.1 % within limit 1 %, proven harmless (900 canary observations, 10m)")]
    [InlineData(2.9, 3.0, "error-rate 0.1 % within limit 1 %; no harm seen: 10m can show a rise (900 canary observations, 10m)")]
    public void A_pass_is_proven_from_the_proof_line_on_and_else_says_what_it_may_hide(double harmless, double provenAt, string expected) =>
        Summary.Of(Verdict.Pass, [Weighed(harmless, provenAt)], Given.Window, null).ShouldBe(expected);

    /// <summary>Within so many times its limit is shown, and still the value is beyond the limit itself: nobody calls that proven.</summary>
    [Theory]
    [InlineData(Comparison.AtMost, 0.01, "error-rate 1 % within limit 1 %, proven harmless (")]
    [InlineData(Comparison.AtMost, 0.0101, "error-rate 1.01 % over limit 1 %, no harm shown; ")]
    [InlineData(Comparison.AtLeast, 0.01, "error-rate 1 % above limit 1 %, proven harmless (")]
    [InlineData(Comparison.AtLeast, 0.0101, "error-rate 1.01 % above limit 1 %, proven harmless (")]
    [InlineData(Comparison.AtLeast, 0.0099, "error-rate 0.99 % under limit 1 %, no harm shown; ")]
    public void A_value_beyond_its_limit_is_never_called_proven_and_one_at_its_limit_is(Comparison comparison, double value, string said) =>
        Summary.Of(Verdict.Pass, [Weighed(3, 3) with { Comparison = comparison, Value = value, Threshold = 0.01 }], Given.Window, null).ShouldStartWith(said);

    /// <summary>A leak: 1.4 times stable's percentile in the window, not yet for certain; 1.2 times are allowed.</summary>
    [Theory]
    [InlineData(0.324, "p95 324 ms within limit 1 s; no harm seen: 10m can show a rise (")]
    [InlineData(0.270, "p95 270 ms within limit 1 s, proven harmless (")]
    public void A_percentile_beyond_the_margin_is_never_called_proven(double value, string said)
    {
        var weighed = Weighed(3, 3);
        var latency = weighed with { Objective = "p95", Kind = ObjectiveKind.Latency, Value = value, StableValue = 0.230, Threshold = 1, Unit = Unit.Seconds, Judgement = weighed.Judgement! with { Margin = 1.2 } };

        Summary.Of(Verdict.Pass, [latency], Given.Window, null).ShouldStartWith(said);
    }

    [Fact]
    public void One_objective_that_nobody_weighed_is_no_proof_of_all()
    {
        Summary.Of(Verdict.Pass, [Weighed(3, 3), Met("apdex") with { Value = 0.95, Comparison = Comparison.AtLeast, Threshold = 0.85, Unit = Unit.Score }], Given.Window, null).ShouldStartWith("both objectives met: ");
        Summary.Of(Verdict.Pass, [Weighed(2, 3) with { Judgement = Weighed(2, 3).Judgement! with { Power = null } }, Weighed(1, 3)], Given.Window, null).ShouldStartWith("both objectives met: error-rate 0.1 %, error-rate 0.1 %; no harm seen: 10m can show a rise (");
    }

    [Theory]
    [InlineData(0.05, "both objectives proven harmless: error-rate 0.1 %, 5 % failed by dependencies (900 canary observations, 10m)")]
    [InlineData(0.0, "both objectives proven harmless: error-rate 0.1 % (900 canary observations, 10m)")]
    public void What_dependencies_failed_is_said_where_they_failed_anything_and_is_no_objective_to_prove(double share, string expected)
    {
        var dependencies = Met("dependencies") with { Kind = ObjectiveKind.Dependencies, Value = share };

        Summary.Of(Verdict.Pass, [Weighed(3, 3), dependencies], Given.Window, null).ShouldBe(expected);
    }

    /// <summary>What nothing excuses is proven of nobody, and said as what it is.</summary>
    [Theory]
    [InlineData(0.05, "both objectives met: error-rate 0.1 %, 5 % failed by dependencies (unresolved)")]
    [InlineData(0.01, "both objectives met: error-rate 0.1 %, 5 % failed by dependencies (1 % unresolved)")]
    public void What_nothing_excuses_is_no_proof(double unresolved, string said) =>
        Summary.Of(Verdict.Pass, [Weighed(3, 3), Met("dependencies") with { Kind = ObjectiveKind.Dependencies, Value = 0.05, Unresolved = unresolved }], Given.Window, null).ShouldStartWith(said);

    [Theory]
    [InlineData(SignatureOrigin.Dependency, "2.1 % failed by dependencies")]
    [InlineData(SignatureOrigin.Client, "2.1 % errors of callers")]
    [InlineData(SignatureOrigin.Platform, "2.1 % errors of the platform")]
    public void Errors_of_others_are_said_to_be_theirs_whose_they_are(SignatureOrigin origin, string said) =>
        Summary.Of(Verdict.Pass, [Weighed(3, 3), Met("dependencies") with { Kind = ObjectiveKind.Dependencies, Value = 0.021, Origin = origin }], Given.Window, null)
            .ShouldBe($"both objectives proven harmless: error-rate 0.1 %, {said} (900 canary observations, 10m)");

    /// <summary>From its floor on an error of others is looked at: it limits nothing, and what has no limit is told without one.</summary>
    [Fact]
    public void A_floor_is_called_a_floor_and_no_limit_is_told_where_there_is_none()
    {
        Finding[] failed = [Tripped("error-rate") with { Value = 0.2, Score = 5, Reason = new("error-rate 20 % over limit 1 %") }, Tripped("dependencies") with { Kind = ObjectiveKind.Dependencies, Value = 0.066, Threshold = 0.001, Score = 30 }];
        var refusals = Met("refusal-rate") with { Kind = ObjectiveKind.RefusalRate, Value = 0.004, Threshold = 1 };

        Summary.Of(Verdict.Fail, failed, Given.Window, 5).ShouldEndWith("; also dependencies 6.6 % (floor 0.1 %)");
        Summary.Of(Verdict.Fail, [failed[0], failed[1] with { Kind = ObjectiveKind.ErrorRate }], Given.Window, 5).ShouldEndWith("; also dependencies 6.6 % (limit 0.1 %)");
        Summary.Of(Verdict.Pass, [refusals with { IsUnlimited = true }], Given.Window, 100).ShouldStartWith("refusal-rate 0.4 % (");
        Summary.Of(Verdict.Pass, [refusals], Given.Window, 100).ShouldStartWith("refusal-rate 0.4 % within limit 100 %");
    }

    [Fact]
    public void What_is_held_tells_why_and_how_many_are_met()
    {
        var few = Undecided("error-rate", UndecidedCause.TooFewSamples) with { Reason = new("error-rate not decided") };

        Summary.Of(Verdict.Inconclusive, [Met("a"), few, Met("b")], Given.Window, 5).ShouldBe("error-rate not decided (10m at weight 5); 2 of 3 objectives met");
        Summary.Of(Verdict.Inconclusive, [few], Given.Window, 5).ShouldBe("error-rate not decided (10m at weight 5)");
        Summary.Of(Verdict.Inconclusive, [few with { Undecided = UndecidedCause.Unavailable, Reason = new("New Relic was too slow") }], Given.Window, 5).ShouldBe("New Relic was too slow");
        Summary.Of(Verdict.Inconclusive, [], Given.Window, 5).ShouldBe("nothing was judged: the policy has no objective for this request");
    }

    [Fact]
    public void It_is_cut_where_the_decisions_id_still_fits_behind_it()
    {
        var endless = Undecided("error-rate", UndecidedCause.NoData) with { Reason = new(string.Join(' ', Enumerable.Repeat("word", 100))) };

        Summary.Of(Verdict.Inconclusive, [endless], Given.Window, null).Length.ShouldBeInRange(245, 250);
    }

    private static Finding Weighed(double harmless, double provenAt) => Met("error-rate") with
    {
        Value = 0.001,
        Sample = 900,
        Judgement = new Judgement
        {
            Gate = GateKind.Ordinary,
            Harm = 0,
            FailsAt = 6,
            Harmless = harmless,
            ProvenAt = provenAt,
            Proof = 1.5,
            Buckets = 9,
            Dispersion = 1,
            SlowImbalance = 0,
            StablePods = 4,
            Power = "10m can show a rise",
        },
    };

    private static Finding Met(string name) => VerdictRuleTests.Of(FindingOutcome.Met) with { Objective = name, Value = 0 };

    private static Finding Tripped(string name) => VerdictRuleTests.Of(FindingOutcome.Tripped) with { Objective = name };

    private static Finding Undecided(string name, UndecidedCause cause) => VerdictRuleTests.Of(FindingOutcome.Undecided) with { Objective = name, Undecided = cause };
}
