using GateService.Callers;
using GateService.History;
using Microsoft.Extensions.Time.Testing;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.History;

/// <summary>Keeping, on both engines.</summary>
public sealed class DecisionStoreTests
{
    public static TheoryData<string> Engines => Engine.All;

    public static TheoryData<string> LastingEngines => Engine.Lasting;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_first_sight_of_a_step_stays_its_anchor(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5");

        var first = await engine.Store.TryAnchorAsync(step, Noon, Engine.Patient, default);
        var later = await engine.Store.TryAnchorAsync(step, Noon.AddMinutes(5), Engine.Patient, default);
        var next = await engine.Store.TryAnchorAsync(step with { Step = "weight 25" }, Noon.AddMinutes(9), Engine.Patient, default);

        first.ShouldBe(new FirstSight(Noon, Noon));
        later.ShouldBe(new FirstSight(Noon, Noon));
        next.ShouldBe(new FirstSight(Noon.AddMinutes(9), Noon));
    }

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
        (await engine.Store.TryAnchorAsync(ours, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again), "our fail is over");
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
        (await engine.Store.TryAnchorAsync(east, Noon.AddMinutes(20), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(20), Noon.AddMinutes(20)), "and something there");
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
        (await engine.Store.TryAnchorAsync(step, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again));
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
        (await engine.Store.TryAnchorAsync(step, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again), "the fail is long over");
        await engine.Store.TryKeepAsync(Of(again.AddSeconds(1)), null, Engine.Patient, default);
        (await engine.Store.TryAnchorAsync(step, again.AddMinutes(1), Engine.Patient, default)).ShouldBe(new FirstSight(again, again));
        (await engine.Store.TryAnchorAsync(background, again.AddMinutes(1), Engine.Patient, default)).ShouldBe(new FirstSight(again.AddMinutes(1), again), "first asked about in this attempt");
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
        (await engine.Store.TryAnchorAsync(step, again, Engine.Patient, default)).ShouldBe(new FirstSight(again, again));
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

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_decision_is_read_as_it_was_kept(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var decision = Of(service: "o'checkout'; DROP TABLE decisions; -- ö漢") with { Body = [0, 255, 10, 13], Weight = 12.5, Score = 1.0 / 3 };

        await engine.KeepAsync(decision);

        var (row, body) = (await engine.Reader.FindAsync(decision.Id, Caller.Anyone, default)).ShouldNotBeNull();
        body.Body.ShouldBe(decision.Body);
        body.Policy.ShouldBeNull();
        (row.Service, row.Weight, row.Score, row.At, row.Label).ShouldBe((decision.Service, 12.5, 1.0 / 3, decision.At, null));
        (await engine.Reader.FindAsync("another", Caller.Anyone, default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_decision_is_kept_once_and_whole_or_not_at_all(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var (kept, lost) = (Of(), Of());
        await engine.KeepAsync(kept);

        (await engine.Store.TryKeepAsync(kept with { Verdict = "fail" }, null, Engine.Patient, default)).ShouldBeFalse();
        (await engine.Store.TryKeepAsync(lost, (_, _) => throw new InvalidOperationException("boom"), Engine.Patient, default)).ShouldBeFalse();

        (await engine.Reader.FindAsync(kept.Id, Caller.Anyone, default))!.Value.Row.Verdict.ShouldBe("pass");
        (await engine.Reader.FindAsync(lost.Id, Caller.Anyone, default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_probe_of_a_store_that_answers_finds_no_trouble(string kind)
    {
        // Its limit of two seconds is no matter of how busy this machine is: the clock stands still.
        await using var engine = await Engine.StartAsync(kind, new FakeTimeProvider(Noon));

        (await engine.Probe.AskAsync(default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(LastingEngines))]
    public async Task Replicas_that_start_at_once_make_the_schema_once(string kind)
    {
        var connectionString = await Engine.ConnectionStringAsync(kind);
        var replicas = Enumerable.Range(0, 8).Select(_ => Engine.At(connectionString)).ToList();

        var opened = await Task.WhenAll(replicas.Select(replica => replica.Database.ReadAsync((_, _) => Task.FromResult(true), default)));

        opened.ShouldAllBe(ready => ready);
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("Data Source=/proc/no/such/folder/gate.db")]
    [InlineData("Host=127.0.0.1;Port=9;Username=nobody;Password=hidden;Timeout=2")]
    public async Task A_store_that_is_not_there_answers_no_and_throws_nothing(string connectionString)
    {
        await using var engine = Engine.At(connectionString);

        (await engine.Store.TryAnchorAsync(new StepAnchor("", "a", "", "", "a", "b", "step"), Noon, Engine.Patient, default)).ShouldBeNull();
        (await engine.Store.TryKeepAsync(Of(), null, Engine.Patient, default)).ShouldBeFalse();
        (await engine.Probe.AskAsync(default)).ShouldNotBeNull().ShouldNotContain("hidden");
    }

    [Fact]
    public async Task A_file_outlives_the_process()
    {
        using var folder = new TemporaryFolder();
        var file = $"Data Source={Path.Combine(folder.Path, "data", "gate.db")};Pooling=False";
        var step = new StepAnchor("shop-team", "checkout", "", "shop", "checkout", "5c6d7e8f", "weight 5");
        await using (var first = Engine.At(file))
        {
            await first.Store.TryAnchorAsync(step, Noon, Engine.Patient, default);
        }

        await using var second = Engine.At(file);
        (await second.Store.TryAnchorAsync(step, Noon.AddHours(1), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
    }

    [Fact]
    public void Migrations_are_numbered_without_gaps() =>
        Migrations.All().Select(migration => migration.Number).ShouldBe(Enumerable.Range(1, Migrations.All().Count));
}
