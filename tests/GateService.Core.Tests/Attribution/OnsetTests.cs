using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>A dose and its response: trouble of both slices that begins with a step is suspected, and trouble that was there before is not.</summary>
public sealed class OnsetTests
{
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(1, 0.2)]
    public void Trouble_of_both_slices_that_begins_with_the_canary_is_suspected(int minute, double chance)
    {
        var found = new Shop(20).Fails(Shop.Payments, 15, 285, from: minute).Account();

        found.Decision.ShouldBe(AccountDecision.BeganWithStep);
        found.ChanceOfOnset.ShouldNotBeNull().ShouldBe(chance * 10 / 20, tolerance: 1e-9);
        found.IsExcused.ShouldBeFalse();
        found.Fails.ShouldBeFalse();
    }

    [Fact]
    public void Trouble_that_begins_far_from_any_step_is_not()
    {
        var found = new Shop(30).Fails(Shop.Payments, 15, 285, from: 12).Account();

        found.Decision.ShouldBe(AccountDecision.Corroborated);
        found.ChanceOfOnset.ShouldNotBeNull().ShouldBe(13.0 / 30, tolerance: 1e-9);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(8)]
    [InlineData(2)]
    public void Trouble_that_was_there_before_the_rollout_did_not_begin_with_it(int minutesBefore)
    {
        var found = new Shop(20) { Past = before => before <= minutesBefore ? 0.05 : 0.0005 }.Fails(Shop.Payments, 15, 285).Account();

        found.ChanceOfOnset.ShouldBeNull();
        found.Decision.ShouldBe(AccountDecision.Corroborated);
    }

    [Theory]
    [InlineData(1, AccountDecision.BeganWithStep)]
    [InlineData(2, AccountDecision.Corroborated)]
    public void Once_in_five_outages_of_its_own_is_near_a_step_and_more_often_is_not(int minute, AccountDecision expected) =>
        new Shop(10).Fails(Shop.Payments, 15, 285, from: minute).Account().Decision.ShouldBe(expected);

    /// <summary>
    /// Locks that the canary holds, a pool that it uses up: both slices wait, and not from its first minute on. Any other outage that begins so late is excused, and so is one of locks that was there before or begins in
    /// the midst of a step.
    /// </summary>
    [Theory]
    [InlineData(true, 2, null, AccountDecision.BeganWithStep)]
    [InlineData(true, 4, null, AccountDecision.BeganWithStep)]
    [InlineData(true, 5, null, AccountDecision.Corroborated)]
    [InlineData(true, 2, 3, AccountDecision.Corroborated)]
    [InlineData(false, 2, null, AccountDecision.Corroborated)]
    public void What_both_slices_wait_for_runs_short_some_minutes_after_the_canary_began_to_hold_it(bool isContended, int minute, int? minutesBefore, AccountDecision expected)
    {
        var shop = new Shop(10) { Past = before => before <= minutesBefore ? 0.05 : 0.0005 }.Fails(Shop.Database, 15, 285, from: minute);
        shop.Settings = shop.Settings with { Signatures = [new SignatureRule { Name = "pool", Messages = ["*pool*exhausted*"], Origin = SignatureOrigin.Dependency, Named = "database", IsContended = isContended }] };

        shop.Account().Decision.ShouldBe(expected);
        shop.Evaluate().Verdict.ShouldBe(expected == AccountDecision.Corroborated ? Verdict.Pass : Verdict.Inconclusive);
        if (expected == AccountDecision.BeganWithStep)
        {
            shop.Account().Reason.Head.ShouldBe("database fails 5 % of the canary's requests (stable 5 %): suspected, it began in both slices soon after a step of the canary, which may hold what both wait for");
        }
    }

    /// <summary>A database that is down leaves its clients without connections too: what most of its errors are decides.</summary>
    [Theory]
    [InlineData(142, AccountDecision.Corroborated)]
    [InlineData(143, AccountDecision.BeganWithStep)]
    public void Half_of_stables_errors_there_are_of_what_both_wait_for(double contended, AccountDecision expected)
    {
        var down = new ErrorSignature("Npgsql.NpgsqlException", "500", "Exception while reading from stream");
        var shop = new Shop(10).Fails(Shop.Database, contended / 19, contended, from: 3).Fails(down, (285 - contended) / 19, 285 - contended, from: 3);
        shop.Settings = shop.Settings with
        {
            Signatures = [new SignatureRule { Name = "pool", Messages = ["*pool*exhausted*"], Origin = SignatureOrigin.Dependency, Named = "database", IsContended = true }, new SignatureRule { Name = "database", Types = ["*NpgsqlException"], Origin = SignatureOrigin.Dependency, Named = "database" }],
        };

        shop.Account().Decision.ShouldBe(expected);
    }

    /// <summary>An hour of the past, any three minutes of which may show the trouble: those long ago, and those before a pause.</summary>
    [Theory]
    [InlineData(58, 60, 0.012)]
    [InlineData(30, 60, 0.05)]
    [InlineData(2, 60, 0.05)]
    public void Trouble_that_was_there_once_before_the_rollout_did_not_begin_with_it(int from, int to, double share) =>
        new Shop(20) { Past = before => before >= from && before <= to ? share : 0.0005 }.Fails(Shop.Payments, 15, 285).Account().ChanceOfOnset.ShouldBeNull();

    [Fact]
    public void What_pods_of_stable_had_since_the_rollout_began_is_no_past()
    {
        var shop = new Shop(20).Fails(Shop.Payments, 15, 285);

        Chance(shop, [], pods: pod => pod with { Cells = [.. pod.Cells.Select(cell => cell.Begin >= Shop.Begin ? cell with { Bad = 0.05 * cell.Exposure } : cell)] }).ShouldNotBeNull();
        Chance(shop, [], pods: pod => pod with { Cells = [.. pod.Cells.Select(cell => cell.Begin >= Shop.Begin.AddMinutes(-1) ? cell with { Bad = 0.05 * cell.Exposure } : cell)] }).ShouldBeNull();
    }

    [Fact]
    public void Minutes_without_a_request_of_stable_hide_no_begin() =>
        Chance(new Shop(20) { StableServes = t => t is not (1 or 2) }.Fails(Shop.Payments, 15, 285, from: 4), []).ShouldNotBeNull();

    [Fact]
    public void Where_stable_s_past_is_not_known_nothing_is_a_begin() =>
        new Shop(20) { Past = null }.Fails(Shop.Payments, 15, 285).Account().ChanceOfOnset.ShouldBeNull();

    /// <summary>A steady share of 401 in both slices, the same in the hour before: whoever looks at 5xx alone takes the rollout's begin for theirs.</summary>
    [Theory]
    [InlineData(true, 0.02, null)] // the hour before shows them
    [InlineData(false, 0.02, null)] // nothing shows whether they were there
    [InlineData(true, 0, 0.05)] // the hour before shows that they were not
    public void What_is_no_error_by_its_status_begins_only_where_stable_s_past_of_failures_shows_it(bool isKnown, double past, double? chance)
    {
        var found = new Shop(20) { FailureLimit = isKnown ? 0.1 : null, PastMarks = past }.Marks(Shop.Client, 6, 114).Account();

        found.ChanceOfOnset.ShouldBe(chance);
        found.Decision.ShouldBe(chance is null ? AccountDecision.Corroborated : AccountDecision.BeganWithStep);
    }

    [Fact]
    public void Trouble_of_the_canary_alone_has_no_begin_in_stable() =>
        new Shop(20).Fails(Shop.Payments, 15, 0).Account().ChanceOfOnset.ShouldBeNull();

    [Theory]
    [InlineData(8, 9, null, 2.0 / 12)] // the last step lasts until now
    [InlineData(8, 9, 19, 2.0 / 11)] // until the next
    [InlineData(8, 9, 14, 2.0 / 10)] // or as long as a step lasts
    [InlineData(9, 9, null, 1.0 / 11)]
    [InlineData(10, 9, null, 1.0)] // a step after it is none of its causes: ten minutes since the canary began
    public void The_step_it_began_with_is_the_last_before_it(int step, int onset, int? next, double chance)
    {
        var shop = new Shop(20).Fails(Shop.Payments, 15, 285, from: onset);

        Chance(shop, [step, .. next is { } second ? new[] { second } : []]).ShouldNotBeNull().ShouldBe(chance, tolerance: 1e-9);
    }

    [Fact]
    public void What_began_before_the_canary_did_not_begin_with_it()
    {
        var shop = new Shop(20).Fails(Shop.Payments, 15, 285, from: 4);

        Chance(shop, [], canaryFrom: 5).ShouldBeNull();
        Chance(shop, [], canaryFrom: 4).ShouldNotBeNull().ShouldBe(1.0 / 16, tolerance: 1e-9);
        Chance(shop, [], canaryFrom: 20).ShouldBeNull();
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Three_errors_in_a_minute_are_a_begin(double errors, bool isBegin) =>
        (Chance(new Shop(20, stable: 400).Fails(Shop.Payments, 1, errors, from: 4), []) is not null).ShouldBe(isBegin);

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void Five_times_the_share_before_is_a_begin(double errors, bool isBegin) =>
        (Chance(new Shop(20) { Past = _ => 0.0021 }.Fails(Shop.Payments, 3, errors, from: 4), []) is not null).ShouldBe(isBegin);

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void Under_the_floor_nothing_begins(double errors, bool isBegin) =>
        (Chance(new Shop(20) { Past = _ => 0 }.Fails(Shop.Payments, 1, errors, from: 4), []) is not null).ShouldBe(isBegin);

    [Fact]
    public void Trouble_that_grows_step_by_step_begins_nowhere() =>
        Chance(new Shop(20) { Past = _ => 0.0007 }.Fails(Shop.Payments, _ => 1, t => 4 * Math.Pow(1.5, t)), []).ShouldBeNull();

    private static double? Chance(Shop shop, int[] begins, int canaryFrom = 0, Func<PodSeries, PodSeries>? pods = null)
    {
        var evidence = shop.Evidence.Objectives[0];
        evidence = evidence with { StablePods = [.. evidence.StablePods.Select(pods ?? (pod => pod))] };
        var judged = evidence.Judged.Buckets.Select((bucket, t) => t < canaryFrom ? bucket with { Exposure = 0, Bad = 0 } : bucket).ToList();
        var context = shop.Context with { Steps = new StepWeights([.. judged.Select(_ => (double?)5)], begins) };
        var account = Ledger.Of(shop.Evidence.Errors!, new Classifier(shop.Settings, [], new DateOnly(2026, 11, 24)), judged.Count).Accounts.ShouldHaveSingleItem();
        return OnsetHint.ChanceOf(account, new Trial(shop.Policy.Objectives[0], evidence with { Judged = new SliceEvidence.NoData { Buckets = judged } }, context), null, shop.Settings.Floor);
    }
}
