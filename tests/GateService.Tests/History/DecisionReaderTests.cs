using Dapper;
using GateService.Callers;
using GateService.History;
using Microsoft.Extensions.Time.Testing;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.History;

/// <summary>Lists, timelines, labels and retention, on both engines.</summary>
public sealed class DecisionReaderTests
{
    public static TheoryData<string> Engines => Engine.All;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Pages_follow_each_other_without_gap_or_repeat(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var kept = Enumerable.Range(0, 25).Select(i => Of(Noon.AddSeconds(i))).ToArray();
        await engine.KeepAsync(kept);

        var read = new List<string>();
        string? cursor = null;
        do
        {
            var (rows, next) = await engine.Reader.ListAsync(new DecisionFilter { Cursor = cursor }, Caller.Anyone, 10, default);
            rows.Count.ShouldBeLessThanOrEqualTo(10);
            read.AddRange(rows.Select(row => row.Id));
            cursor = next;
        }
        while (cursor is not null);

        read.ShouldBe(kept.Select(decision => decision.Id).Reverse());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Every_filter_takes_what_it_says(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var odd = Of(Noon.AddMinutes(1), "catalog", "catalog-v2", "fail", "other-team", "prod") with { CanaryHash = "abc" };
        await engine.KeepAsync(Of(Noon), odd, Of(Noon.AddMinutes(2)));

        DecisionFilter[] filters =
        [
            new() { Team = "other-team" }, new() { Service = "catalog" }, new() { Namespace = "prod" }, new() { Rollout = "catalog-v2" }, new() { Hash = "abc" }, new() { Verdict = "fail" },
            new() { From = Noon.AddMinutes(1), To = Noon.AddMinutes(2) },
        ];
        foreach (var filter in filters)
        {
            (await engine.Reader.ListAsync(filter, Caller.Anyone, 10, default)).Rows.ShouldHaveSingleItem().Id.ShouldBe(odd.Id, filter.ToString());
        }

        (await engine.Reader.ListAsync(new DecisionFilter { Service = "catalog", Verdict = "pass" }, Caller.Anyone, 10, default)).Rows.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_token_reads_only_what_it_may_ask_about(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var (own, foreignTeam) = (Of(Noon, "shop-api"), Of(Noon.AddSeconds(1), "shop-web", team: "other-team"));
        await engine.KeepAsync(own, foreignTeam, Of(Noon.AddSeconds(2), "SHOP-api"), Of(Noon.AddSeconds(3), "shop_api"), Of(Noon.AddSeconds(4), "shop-api", @namespace: "prod"));
        var caller = new Caller("shop", "shop-team", ["shop-*"], ["shop"], Caller.UsualRoles);

        (await engine.Reader.ListAsync(new DecisionFilter(), caller, 10, default)).Rows.ShouldHaveSingleItem().Id.ShouldBe(own.Id);
        (await engine.Reader.FindAsync(foreignTeam.Id, caller, default)).ShouldBeNull();
        (await engine.Reader.TimelineAsync(new RolloutPlace(null, "shop", "shop-web"), null, caller, default)).Rows.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_page_is_filled_past_many_that_the_token_may_not_read(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var own = Of(Noon, team: "shop-team");
        await engine.KeepAsync(own);
        await engine.KeepAsync([.. Enumerable.Range(1, 600).Select(i => Of(Noon.AddSeconds(i), team: "other-team"))]);

        var (rows, next) = await engine.Reader.ListAsync(new DecisionFilter(), new Caller("shop", "shop-team", ["*"], ["*"], Caller.UsualRoles), 5, default);

        rows.ShouldHaveSingleItem().Id.ShouldBe(own.Id);
        next.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_timeline_is_of_the_newest_version_unless_asked_for_another(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var old = Of(Noon) with { CanaryHash = "old" };
        var (first, second) = (Of(Noon.AddMinutes(1)), Of(Noon.AddMinutes(2), verdict: "fail"));
        await engine.KeepAsync(old, first, second);

        var newest = await engine.Reader.TimelineAsync(new RolloutPlace(null, "shop", "checkout"), null, Caller.Anyone, default);
        var asked = await engine.Reader.TimelineAsync(new RolloutPlace(null, "shop", "checkout"), "old", Caller.Anyone, default);

        newest.Hashes.ShouldBe(["5c6d7e8f", "old"]);
        newest.Rows.Select(row => row.Id).ShouldBe([first.Id, second.Id]);
        newest.Rows.ShouldAllBe(row => row.Points == "[]");
        asked.Rows.ShouldHaveSingleItem().Id.ShouldBe(old.Id);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Each_cluster_has_a_timeline_and_a_newest_decision_of_its_own(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var (east, west) = (Of(Noon) with { Cluster = "east" }, Of(Noon.AddMinutes(1), verdict: "fail") with { Cluster = "west" });
        await engine.KeepAsync(east, west);
        Task<(RolloutPlace Place, string? Hash, IReadOnlyList<DecisionRow> Rows, IReadOnlyList<string> Hashes)> TimelineAsync(string? cluster) =>
            engine.Reader.TimelineAsync(new RolloutPlace(cluster, "shop", "checkout"), null, Caller.Anyone, default);

        (await TimelineAsync("east")).Rows.ShouldHaveSingleItem().Id.ShouldBe(east.Id);
        (await TimelineAsync("west")).Rows.ShouldHaveSingleItem().Id.ShouldBe(west.Id);
        (await TimelineAsync("")).Rows.ShouldBeEmpty();
        (await TimelineAsync(null)).Place.Cluster.ShouldBe("west", "the one decided about last");
        (await engine.Reader.NewestAsync(new DecisionFilter(), Noon.AddDays(-1), Caller.Anyone, default)).Select(row => row.Cluster).ShouldBe(["west", "east"]);
        (await engine.Reader.ListAsync(new DecisionFilter { Cluster = "east" }, Caller.Anyone, 10, default)).Rows.ShouldHaveSingleItem().Id.ShouldBe(east.Id);
        (await engine.Reader.NeighboursAsync((await TimelineAsync("west")).Rows[0], Caller.Anyone, default)).ShouldBe((null, null));

        var unnamed = Of(Noon.AddMinutes(-5));
        await engine.KeepAsync(unnamed);
        (await TimelineAsync(null)).Rows.ShouldHaveSingleItem().Id.ShouldBe(unnamed.Id, "an address without a cluster is that of the rollout without one");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_last_label_counts_and_the_scoreboard_adds_them_up(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        var decisions = Enumerable.Range(0, 10).Select(i => Of(Noon.AddSeconds(i), verdict: i < 5 ? "fail" : "pass")).ToArray();
        await engine.KeepAsync(decisions);
        foreach (var (index, label) in new[] { (0, "wrong"), (0, "right"), (1, "right"), (2, "wrong"), (3, "unsure"), (5, "wrong"), (6, "right") })
        {
            await engine.Labels.PutAsync(decisions[index].Id, label, "because", "ann", Caller.Anyone, default);
        }

        var row = ScoreboardRow.Of("shop-team", "http-default", await engine.Labels.CountAsync(Noon, Noon.AddHours(1), default));

        (row.TruePositives, row.FalsePositives, row.TrueNegatives, row.FalseNegatives, row.Unsure).ShouldBe((2, 1, 1, 1, 1));
        (row.Decisions, row.Labelled, row.UnlabelledFails, row.UnlabelledPasses).ShouldBe((10, 6, 1, 3));
        (row.Precision, row.Recall).ShouldBe((2.0 / 3, 2.0 / 3));
        (await engine.Labels.FindAsync(decisions[0].Id, default))!.Label.ShouldBe("right");
        (await engine.Reader.ListAsync(new DecisionFilter(), Caller.Anyone, 10, default)).Rows[^1].Label.ShouldBe("right");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_policy_is_kept_once_for_its_decisions_and_goes_with_the_last_of_them(string kind)
    {
        var time = new FakeTimeProvider(Noon.AddDays(100));
        await using var engine = await Engine.StartAsync(kind, time);
        var (gone, lasting) = (new KeptPolicy("gone", [1, 0]), new KeptPolicy("lasting", [0, 2]));
        var decisions = new[] { Of(Noon) with { Shared = gone }, Of(Noon.AddSeconds(1)) with { Shared = lasting }, Of(Noon.AddSeconds(2)) with { Shared = lasting }, Of(Noon.AddDays(99)) with { Shared = lasting } };
        await engine.KeepAsync(decisions);
        (await PoliciesAsync(engine)).ShouldBe(["gone", "lasting"]);

        (await engine.Retention.TidyAsync(default)).ShouldBe(3);

        (await PoliciesAsync(engine)).ShouldBe(["lasting"]);
        var (_, body) = (await engine.Reader.FindAsync(decisions[3].Id, Caller.Anyone, default)).ShouldNotBeNull();
        body.Policy.ShouldNotBeNull().Body.ShouldBe(lasting.Body);
    }

    private static Task<IEnumerable<string>> PoliciesAsync(Engine engine) =>
        engine.Database.ReadAsync((connection, ct) => connection.QueryAsync<string>(new CommandDefinition("SELECT hash FROM policy_documents ORDER BY hash", cancellationToken: ct)), default);
}
