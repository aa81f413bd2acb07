using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Origins;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Tests.Attribution;
using GateService.Core.Tests.Verdicts;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>What the origin of errors and of time adds to a finding, and when it changes what was found.</summary>
public sealed class OriginReasonTests
{
    private static readonly Finding ErrorRate = VerdictRuleTests.Of(FindingOutcome.Tripped) with { Reason = new("over") { Counts = "37 of 903" } };
    private static readonly LatencyObjective Latency = new() { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.5), Quantile = 0.95 };
    private static readonly TimeOrigin Slower = new(new(0.3, 0.1, 0.1, 0.1), new(0.1, 0.1, 0, 0), [], "half of it is in datastores");
    private static readonly TimeOrigin Starved = Slower with { Dependencies = [Peer("a"), Peer("b")] };

    [Theory]
    [InlineData(FindingOutcome.Tripped, "37 of 903; NullReferenceException 500 x31; payments-api, database judged apart; 7 bypassed")]
    [InlineData(FindingOutcome.Undecided, "37 of 903; NullReferenceException 500 x31; payments-api, database judged apart; 7 bypassed")]
    [InlineData(FindingOutcome.Met, "37 of 903; payments-api, database judged apart; 7 bypassed")]
    public void The_own_class_that_weighs_most_is_named_where_it_matters_and_what_was_set_apart_always(FindingOutcome outcome, string counts)
    {
        var attribution = Attributed([Class(Shop.Own, 0), Class(Shop.Own, 31), Class(Shop.Client, 5)], [Class(Shop.Client, 3), Class(Shop.Own, 4)],
            Account("payments-api", AccountDecision.Corroborated, 9), Account("alone", AccountDecision.NoControl, 9), Account("stables", AccountDecision.TooFew, 0), Account("database", AccountDecision.TooFew, 1));

        OwnErrorReason.Of(ErrorRate with { Outcome = outcome }, attribution, Served()).Reason.Counts.ShouldBe(counts);
    }

    /// <summary>What is counted is not judged apart, and what is judged apart is none of these counts.</summary>
    [Theory]
    [InlineData(2, "37 of 903; NullReferenceException 500 x31")] // before the window
    [InlineData(3, "37 of 903; NullReferenceException 500 x31; payments-api judged apart")]
    [InlineData(4, "37 of 903; NullReferenceException 500 x31")] // without stable beside it
    public void Judged_apart_is_said_of_what_the_counts_leave_out(int bucket, string counts) =>
        OwnErrorReason.Of(ErrorRate, Attributed([Class(Shop.Own, 31)], [], Account("payments-api", AccountDecision.TooFew, 9, bucket)), Served()).Reason.Counts.ShouldBe(counts);

    [Theory]
    [InlineData(12, "37 of 903; BadHttpRequestException 400 x12")]
    [InlineData(11, "37 of 903; 3 classes known, most often BadHttpRequestException 400 x11")]
    public void A_class_stands_for_the_errors_where_it_is_most_of_them(double most, string counts) =>
        OwnErrorReason.Of(ErrorRate, Attributed([Class(Shop.Own, 6), Class(Shop.Client, most), Class(null, 6)], []), Served()).Reason.Counts.ShouldBe(counts);

    /// <summary>What both slices have is no reason for the canary to be worse: of what it fails by, the class that rose is named; what rose with all others is not set above them.</summary>
    [Theory]
    [InlineData(12, 0, FindingOutcome.Tripped, "; most of the rise PriceMissingException 500 x12")]
    [InlineData(12, 19 * 12, FindingOutcome.Tripped, "; NullReferenceException 500 x18")]
    [InlineData(12, 0, FindingOutcome.Undecided, "; NullReferenceException 500 x18")]
    public void What_rose_is_named_before_what_both_slices_have(double canary, double stable, FindingOutcome outcome, string said)
    {
        var price = new ErrorSignature("Shop.PriceMissingException", "500", "no price");
        var shop = new Shop(15) { Past = _ => 0.03, WindowFrom = 5 }.Fails(Shop.Own, 1.8, 34.2).Fails(price, canary / 10, stable / 10);
        var trial = new Trial(shop.Policy.Objectives[0], shop.Evidence.Objectives[0], shop.Context);
        var finding = ErrorRate with { Outcome = outcome, Sample = 3000, StableSample = 57_000 };

        OwnErrorReason.Of(finding, shop.Attribute().ShouldNotBeNull(), trial).Reason.Counts.ShouldBe($"37 of 903{said}");
    }

    /// <summary>Without anything beside it all counts, and whose errors they are suspected to be is said: in the counts, and by whoever is asked whose fault it is.</summary>
    [Fact]
    public void Without_a_control_the_suspect_is_named()
    {
        var evaluation = new Shop(15) { StableServes = _ => false, Weight = 100 }.Fails(Shop.Payments, 30, 0).Evaluate();

        evaluation.Findings[0].Reason.Counts.ShouldNotBeNull().ShouldContain("; HttpRequestException 503 to payments-api x");
        evaluation.Blame.ShouldNotBeNull().Said.Because.ShouldNotBeNull().ShouldStartWith("HttpRequestException 503 'Service Unavailable' to payments-api x");
    }

    /// <summary>Stable is scaled down in the window, and the dependency fails after: what stable was like before is no comparison. Where both served it is one, and the dependency is apart.</summary>
    [Theory]
    [InlineData(5, "error-rate 4.7 % over limit 2 % (210 of 4,500 canary vs 0 of 28,500 stable requests, ", "stable's until 12:05Z; HttpRequestException 503 to payments-api x210")]
    [InlineData(15, "payments-api fails 10 % of the canary's requests (stable 0 %): self-inflicted", "HttpRequestException 503, 180 of 1,800 canary and 0 of 34,200 stable requests")]
    public void Where_stable_had_ended_the_suspect_is_named(int until, string head, string counts)
    {
        var evaluation = new Shop(15) { StableServes = t => t < until, Weight = 100 }.Fails(Shop.Payments, 30, 0, from: 8).Evaluate();

        var said = evaluation.Findings.First(finding => finding.Outcome == FindingOutcome.Tripped).Reason;
        said.ToString().ShouldStartWith(head);
        said.Counts.ShouldNotBeNull().ShouldEndWith(counts);
    }

    [Fact]
    public void Each_objective_names_what_it_counts()
    {
        var attribution = Attributed([Class(Shop.Client, 40) with { WindowErrors = 0 }, Class(Shop.Own, 6)], []);

        OwnErrorReason.Of(ErrorRate, attribution, Served()).Reason.Counts.ShouldBe("37 of 903; NullReferenceException 500 x6");
    }

    [Fact]
    public void What_is_folded_away_is_told_as_other_and_nothing_is_put_behind_counts_that_are_not_there()
    {
        OwnErrorReason.Of(ErrorRate, Attributed([Class(null, 12)], []), Served()).Reason.ToString().ShouldBe("over (37 of 903; other x12)");
        OwnErrorReason.Of(ErrorRate, Attributed([], []), Served()).ShouldBe(ErrorRate);
        var uncounted = ErrorRate with { Reason = new("over") };
        OwnErrorReason.Of(uncounted, Attributed([Class(null, 12)], []), Served()).ShouldBe(uncounted);
    }

    [Fact]
    public void A_starved_canary_is_held_although_it_keeps_its_limits()
    {
        var held = Time(Met, new KnownTime(Starved, null));

        (held.Outcome, held.Undecided, held.Reason.ToString()).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Suspicious, "p95 within limit; half of it is in datastores (900 canary requests)"));
    }

    /// <summary>What its node takes from it makes it worse than stable; over its limit it fails whatever the cause.</summary>
    [Theory]
    [InlineData(0.3, FindingOutcome.Undecided)]
    [InlineData(0.6, FindingOutcome.Tripped)]
    [InlineData(0.2, FindingOutcome.Tripped)]
    public void A_starved_canary_that_is_over_its_floor_alone_is_held(double seconds, FindingOutcome outcome) =>
        TimeReason.Of(Met with { Outcome = FindingOutcome.Tripped, Value = seconds, Threshold = 0.5 }, new Trial(Latency with { Floor = 0.25 }, Given.Evidence("p95", new SliceEvidence.NoData()), Given.Context()), new KnownTime(Starved, null))
            .Outcome.ShouldBe(outcome);

    /// <summary>A later step has brought it other pods, on other nodes: what is worse than stable by all of them is no node's.</summary>
    [Theory]
    [InlineData(10, FindingOutcome.Undecided)]
    [InlineData(20, FindingOutcome.Tripped)]
    public void It_is_held_at_its_first_step_alone(int minutes, FindingOutcome outcome)
    {
        var begin = Given.Window.Begin;
        List<Bucket> Slice(Func<int, double> requests) => [.. Enumerable.Range(0, minutes).Select(t => new Bucket(begin.AddMinutes(t), requests(t), 0))];
        var evidence = new ObjectiveEvidence("p95", new SliceEvidence.NoData { Buckets = Slice(t => t < 10 ? 50 : 300) }, new SliceEvidence.NoData { Buckets = Slice(t => t < 10 ? 950 : 700) }, []);
        var context = Given.Context() with { Window = new EvaluationWindow(begin, begin.AddMinutes(minutes), TimeSpan.FromMinutes(1)), Weight = minutes == 20 ? 30 : 5 };

        TimeReason.Of(Met with { Outcome = FindingOutcome.Tripped, Value = 0.3, Threshold = 0.5 }, new Trial(Latency with { Floor = 0.25 }, evidence, context), new KnownTime(Starved, null)).Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void A_canary_of_which_nobody_could_say_whether_it_is_starved_is_held_too()
    {
        var held = Time(Met, new KnownTime(Starved, "New Relic was too slow"));

        (held.Outcome, held.Undecided, held.Reason.Brief).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Unavailable, "p95 within limit; whether it is starved could not be asked: New Relic was too slow"));
    }

    [Fact]
    public void Beside_steps_and_before_the_first_one_time_holds_nobody()
    {
        Time(Met, new KnownTime(Starved, null), GateMode.Background).ShouldBe(Met);
        Time(Met, new KnownTime(null, "New Relic was too slow"), GateMode.Preflight).ShouldBe(Met);
        Time(Met, new KnownTime(Slower, null)).ShouldBe(Met);
        Time(Met, new KnownTime(null, null)).ShouldBe(Met);
    }

    [Fact]
    public void What_was_found_already_is_explained_and_not_changed()
    {
        var tripped = Met with { Outcome = FindingOutcome.Tripped };

        Time(tripped, new KnownTime(Slower, "New Relic was too slow")).ShouldBe(tripped with { Reason = tripped.Reason with { Because = "half of it is in datastores" } });
        var uncounted = tripped with { Reason = new("p95") };
        Time(uncounted, new KnownTime(Slower, null)).ShouldBe(uncounted);
    }

    [Fact]
    public void Time_says_nothing_of_errors() =>
        TimeReason.Of(Met, new Trial(Given.ErrorRate(), Given.Evidence("error-rate", new SliceEvidence.NoData()), Given.Context()), new KnownTime(Starved, null)).ShouldBe(Met);

    [Fact]
    public void Time_speaks_of_apdex_as_of_latency() =>
        TimeReason.Of(Met, new Trial(Given.Apdex(), Given.Evidence("apdex", new SliceEvidence.NoData()), Given.Context()), new KnownTime(Starved, null)).Undecided.ShouldBe(UndecidedCause.Suspicious);

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(3, 4, true)]
    [InlineData(2, 3, false)]
    public void Starved_is_who_has_two_slow_dependencies_or_more_and_three_quarters_of_all(int slow, int all, bool isStarved) =>
        (Slower with { Dependencies = [.. Enumerable.Range(0, all).Select(i => Peer($"{i}") with { IsSlower = i < slow })] }).IsStarved.ShouldBe(isStarved);

    [Theory]
    [InlineData(0.12, false)]
    [InlineData(0.1201, true)]
    public void Slower_is_a_fifth_more_and_who_is_not_slower_is_not_starved(double seconds, bool isSlower)
    {
        var time = Starved with { Canary = Starved.Canary with { Total = seconds } };

        (time.IsSlower, time.IsStarved).ShouldBe((isSlower, isSlower));
    }

    private static Finding Met => ErrorRate with { Objective = "p95", Kind = ObjectiveKind.Latency, Outcome = FindingOutcome.Met, Reason = new("p95 within limit") { Counts = "900 canary requests" } };

    private static Finding Time(Finding finding, KnownTime time, GateMode mode = GateMode.Step) =>
        TimeReason.Of(finding, new Trial(Latency, Given.Evidence("p95", new SliceEvidence.NoData()), Given.Context() with { Mode = mode }), time);

    private static DependencyTime Peer(string name) => new(name, 0.2, 0.03, 100, 1000, true);

    private static ErrorClass Class(ErrorSignature? signature, double canary) => new(signature, new Classification(SignatureOrigin.Own, null, null), canary, 0) { WindowErrors = canary, WindowFailures = canary };

    /// <summary>Three minutes before the window and two in it, the last of them without stable.</summary>
    private static Trial Served()
    {
        var context = Given.Context();
        Bucket[] canary = [.. Enumerable.Range(-3, 5).Select(t => new Bucket(context.Window.Begin + (t * context.Window.Bucket), 100, 1))];
        Bucket[] stable = [.. canary.Select((bucket, t) => bucket with { Exposure = t == 4 ? 0 : 900 })];
        return new Trial(Given.ErrorRate(), Given.Evidence("error-rate", new SliceEvidence.Measured(0.01, 200, 2, canary)) with { Control = new SliceEvidence.Measured(0.01, 900, 1, stable) }, context);
    }

    private static ErrorCount[] At(int bucket, double errors) => [.. Enumerable.Range(0, 5).Select(t => t == bucket ? new ErrorCount(errors, errors) : default)];

    private static AccountFinding Account(string name, AccountDecision decision, double canary, int bucket = 3) => new()
    {
        Account = new Account(name, SignatureOrigin.Dependency, At(bucket, canary), At(0, 0), [Class(Shop.Payments, canary)]),
        Decision = decision,
        Tested = default(CountPair),
        Reason = Statement.Empty,
    };

    private static ErrorAttribution Attributed(ErrorClass[] own, ErrorClass[] bypassed, params AccountFinding[] accounts) => new(
        new Ledger { Accounts = [], Own = own, Bypassed = bypassed, CanaryOthers = [], StableOthers = [], CanaryBypassed = [], CanaryTail = [], StableTail = [] }, accounts, null, []);
}
