using GateService.History;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.History;

/// <summary>When steps and attempts were first asked about, on both engines.</summary>
public sealed class AnchorTests
{
    public static TheoryData<string> Engines => Engine.All;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Each_service_and_each_team_has_anchors_of_its_own_and_forgets_none_of_the_others(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var ours = new StepAnchor("shop-team", "checkout", "", "shop", "app", "5c6d7e8f", "weight 5");
        var theirs = new[] { ours with { Service = "worker" }, ours with { Team = "pay" }, ours with { Team = "" } };
        await engine.Store.TryAnchorAsync(ours, Noon, Engine.Patient, default);
        await engine.KeepAsync(Of(Noon, rollout: "app", verdict: "fail"));
        foreach (var (minute, their) in theirs.Index())
        {
            var first = Noon.AddMinutes(20 + minute);
            (await engine.Store.TryAnchorAsync(their, first, Engine.Patient, default)).ShouldBe(new FirstSight(first, first));
        }

        var again = Noon.AddMinutes(30);
        (await engine.Store.TryAnchorAsync(ours, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again, Noon), "our fail is over");
        (await engine.Store.TryAnchorAsync(theirs[1], again, Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(21), Noon.AddMinutes(21)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_same_names_in_two_clusters_are_two_rollouts(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var east = new StepAnchor("shop-team", "checkout", "east", "shop", "checkout", "5c6d7e8f", "weight 5");
        var (west, unnamed) = (east with { Cluster = "west" }, east with { Cluster = "" });
        await engine.Store.TryAnchorAsync(east, Noon, Engine.Patient, default);
        await engine.KeepAsync(Of(Noon, verdict: "fail") with { Cluster = "east" });

        (await engine.Store.TryAnchorAsync(west, Noon.AddMinutes(5), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(5), Noon.AddMinutes(5)));
        (await engine.Store.TryAnchorAsync(unnamed, Noon.AddMinutes(6), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(6), Noon.AddMinutes(6)));
        (await engine.Store.TryAnchorAsync(west, Noon.AddMinutes(20), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(5), Noon.AddMinutes(5)), "the east's fail ends nothing here");
        (await engine.Store.TryAnchorAsync(east, Noon.AddMinutes(20), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(20), Noon.AddMinutes(20), Noon), "and something there");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_same_version_rolled_out_again_is_anchored_anew(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var (first, next) = (new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5"), new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 25"));
        await engine.Store.TryAnchorAsync(first, Noon, Engine.Patient, default);
        await engine.Store.TryAnchorAsync(next, Noon.AddMinutes(10), Engine.Patient, default);
        await engine.KeepAsync(Of(Noon), Of(Noon.AddMinutes(10)));

        (await engine.Store.TryAnchorAsync(first, Noon.AddHours(24), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
        var again = Noon.AddHours(24).AddMinutes(12);
        (await engine.Store.TryAnchorAsync(first, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again));
        (await engine.Store.TryAnchorAsync(next, again.AddMinutes(1), Engine.Patient, default)).ShouldBe(new FirstSight(again.AddMinutes(1), again));
        (await engine.Store.TryAnchorAsync(first, again.AddMinutes(2), Engine.Patient, default)).ShouldBe(new FirstSight(again, again));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_version_retried_after_an_abort_is_anchored_anew(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5");
        await engine.Store.TryAnchorAsync(step, Noon, Engine.Patient, default);
        await engine.KeepAsync(Of(Noon), Of(Noon.AddMinutes(4), verdict: "fail"), Of(Noon.AddMinutes(30)) with { Past = 1 });

        (await engine.Store.TryAnchorAsync(step, Noon.AddMinutes(14), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
        var again = Noon.AddMinutes(15);
        (await engine.Store.TryAnchorAsync(step, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again, Noon.AddMinutes(4)));
        (await engine.Store.TryAnchorAsync(step with { CanaryHash = "another" }, again.AddHours(1), Engine.Patient, default)).ShouldBe(new FirstSight(again.AddHours(1), again.AddHours(1)));
    }

    /// <summary>A process that kept a decision just now need not ask the store when a step was first asked about; what it remembers of an earlier attempt is another's.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_remembered_of_a_step_is_that_of_this_attempt(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5");
        var background = step with { Step = "background" };
        await engine.Store.TryAnchorAsync(step, Noon, Engine.Patient, default);
        await engine.Store.TryAnchorAsync(background, Noon, Engine.Patient, default);
        await engine.Store.TryKeepAsync(Of(Noon.AddMinutes(1), verdict: "fail"), null, Engine.Patient, default);
        (await engine.Store.TryAnchorAsync(background, Noon.AddMinutes(2), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));

        var again = Noon.AddMinutes(20);
        (await engine.Store.TryAnchorAsync(step, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again, Noon.AddMinutes(1)), "the fail is long over");
        await engine.Store.TryKeepAsync(Of(again.AddSeconds(1)), null, Engine.Patient, default);
        (await engine.Store.TryAnchorAsync(step, again.AddMinutes(1), Engine.Patient, default)).ShouldBe(new FirstSight(again, again, Noon.AddMinutes(1)));
        (await engine.Store.TryAnchorAsync(background, again.AddMinutes(1), Engine.Patient, default)).ShouldBe(new FirstSight(again.AddMinutes(1), again, Noon.AddMinutes(1)), "first asked about in this attempt");
    }

    /// <summary>A revision of its own is another attempt; what is asked without one may be a question of this.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task When_the_attempt_before_was_last_asked_about_is_known_by_its_revision(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var fourth = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5") { Revision = "4" };
        await engine.Store.TryAnchorAsync(fourth with { Revision = "" }, Noon, Engine.Patient, default);
        await engine.KeepAsync(Of(Noon));
        (await engine.Store.TryAnchorAsync(fourth, Noon.AddMinutes(1), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(1), Noon.AddMinutes(1)));
        await engine.KeepAsync(Of(Noon.AddMinutes(3), verdict: "fail"), Of(Noon.AddMinutes(4)) with { Past = 1 });

        (await engine.Store.TryAnchorAsync(fourth with { Revision = "6" }, Noon.AddMinutes(7), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(7), Noon.AddMinutes(7), Noon.AddMinutes(3)));
        (await engine.Store.TryAnchorAsync(fourth with { Revision = "6", Rollout = "another" }, Noon.AddMinutes(7), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(7), Noon.AddMinutes(7)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_revision_of_the_same_version_is_anchored_by_itself_and_forgets_nothing_of_the_others(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var fourth = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5") { Revision = "4" };
        await engine.Store.TryAnchorAsync(fourth, Noon, Engine.Patient, default);

        (await engine.Store.TryAnchorAsync(fourth with { Revision = "6" }, Noon.AddMinutes(7), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(7), Noon.AddMinutes(7)));
        (await engine.Store.TryAnchorAsync(fourth with { Revision = "" }, Noon.AddMinutes(8), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(8), Noon.AddMinutes(8)));
        (await engine.Store.TryAnchorAsync(fourth, Noon.AddMinutes(9), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_runs_beside_the_steps_asks_every_minute_so_that_its_silence_ends_an_attempt(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "background");
        await engine.Store.TryAnchorAsync(step, Noon, Engine.Patient, default);
        await engine.KeepAsync(Of(Noon) with { Mode = "background" });
        (await engine.Store.TryAnchorAsync(step, Noon.AddMinutes(40), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon), "one question alone does not say how often it is asked");
        await engine.KeepAsync(Of(Noon.AddMinutes(1), verdict: "inconclusive") with { Mode = "background" });

        (await engine.Store.TryAnchorAsync(step, Noon.AddMinutes(16), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
        var again = Noon.AddMinutes(17);
        (await engine.Store.TryAnchorAsync(step, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again, Noon.AddMinutes(1)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Whether_a_version_was_asked_about_between_two_moments_is_known(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5") { Revision = "4" };
        await engine.KeepAsync(Of(Noon), Of(Noon.AddMinutes(30)) with { Past = 1 }, Of(Noon.AddHours(1)));

        (await engine.Store.TryWasAskedAsync(step, Noon.AddMinutes(-1), Noon.AddMinutes(1), Engine.Patient, default)).ShouldBe(true);
        (await engine.Store.TryWasAskedAsync(step, Noon.AddMinutes(1), Noon.AddHours(1), Engine.Patient, default)).ShouldBe(false, "a look at the past is no question of the rollout's");
        (await engine.Store.TryWasAskedAsync(step with { CanaryHash = "another" }, Noon.AddMinutes(-1), Noon.AddMinutes(1), Engine.Patient, default)).ShouldBe(false);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Many_replicas_agree_on_one_anchor(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "index 3");

        var seen = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => engine.Store.TryAnchorAsync(step, Noon.AddSeconds(i), Engine.Patient, default)));

        seen.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();

        await engine.KeepAsync(Of(Noon));
        var again = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => engine.Store.TryAnchorAsync(step, Noon.AddDays(2).AddSeconds(i), Engine.Patient, default)));

        again.Distinct().ShouldHaveSingleItem().ShouldNotBeNull().Rollout.ShouldBeGreaterThanOrEqualTo(Noon.AddDays(2));
    }
}
