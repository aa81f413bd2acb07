using System.Security.Cryptography;
using GateService.Callers;
using GateService.History;
using Microsoft.Extensions.Time.Testing;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.History;

/// <summary>What goes and what stays, on both engines.</summary>
public sealed class RetentionTests
{
    public static TheoryData<string> Engines => Engine.All;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_is_past_keeping_goes_by_age_and_by_count_oldest_first(string kind)
    {
        var time = new FakeTimeProvider(Noon.AddDays(100));
        await using var engine = await Engine.StartAsync(kind, time);
        var old = Enumerable.Range(0, 3).Select(i => Of(Noon.AddSeconds(i))).ToArray();
        var recent = Enumerable.Range(0, 5).Select(i => Of(Noon.AddDays(99).AddSeconds(i))).ToArray();
        await engine.KeepAsync([.. old, .. recent]);
        await engine.Labels.PutAsync(old[0].Id, "right", "", "ann", Caller.Anyone, default);

        (await engine.Retention.TidyAsync(default)).ShouldBe(3);
        engine.Options.KeepAtMost = 2;
        (await engine.Retention.TidyAsync(default)).ShouldBe(3);

        (await engine.Reader.ListAsync(new DecisionFilter(), Caller.Anyone, 10, default)).Rows.Select(row => row.Id).ShouldBe([recent[4].Id, recent[3].Id]);
        (await engine.Labels.FindAsync(old[0].Id, default)).ShouldBeNull();
        (await engine.Retention.TidyAsync(default)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_takes_too_much_room_goes_oldest_first_and_what_has_room_stays(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, new FakeTimeProvider(Noon.AddDays(1)));
        var kept = Enumerable.Range(0, 60).Select(i => Of(Noon.AddSeconds(i)) with { Body = RandomNumberGenerator.GetBytes(50_000) }).ToArray();
        await engine.KeepAsync(kept);

        engine.Options.KeepAtMostMegabytes = 4;
        (await engine.Retention.TidyAsync(default)).ShouldBe(0);
        engine.Options.KeepAtMostMegabytes = 1;
        await engine.Retention.TidyAsync(default);

        var left = (await engine.Reader.ListAsync(new DecisionFilter(), Caller.Anyone, 100, default)).Rows.Select(row => row.Id).ToList();
        left.Count.ShouldBeInRange(10, 19);
        left.ShouldBe(kept.Reverse().Take(left.Count).Select(decision => decision.Id));
        engine.Options.KeepAtMostMegabytes = 0;
        (await engine.Retention.TidyAsync(default)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_team_that_fills_the_store_loses_its_own_decisions_and_nobody_elses(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, new FakeTimeProvider(Noon.AddDays(1)));
        var ours = Enumerable.Range(0, 5).Select(i => Of(Noon.AddSeconds(i))).ToArray();
        var theirs = Enumerable.Range(0, 60).Select(i => Of(Noon.AddHours(1).AddSeconds(i), team: "pay") with { Body = RandomNumberGenerator.GetBytes(50_000) }).ToArray();
        await engine.KeepAsync([.. ours, .. theirs]);
        engine.Options.KeepAtMostMegabytes = 1;

        (await engine.Retention.TidyAsync(default)).ShouldBeGreaterThan(40);

        var left = await LeftAsync(engine);
        left[^5..].ShouldBe(ours.Reverse().Select(decision => decision.Id));
        left[..^5].ShouldBe(theirs.Reverse().Take(left.Count - 5).Select(decision => decision.Id));
        (await engine.Retention.TidyAsync(default)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task By_count_too_it_is_the_team_with_most_that_loses_and_what_has_a_label_goes_last(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, new FakeTimeProvider(Noon.AddDays(1)));
        var ours = Enumerable.Range(0, 3).Select(i => Of(Noon.AddSeconds(i))).ToArray();
        var theirs = Enumerable.Range(0, 9).Select(i => Of(Noon.AddHours(1).AddSeconds(i), team: "pay")).ToArray();
        await engine.KeepAsync([.. ours, .. theirs]);
        await engine.Labels.PutAsync(theirs[0].Id, "right", "", "ann", Caller.Anyone, default);
        engine.Options.KeepAtMost = 8;

        (await engine.Retention.TidyAsync(default)).ShouldBe(4);
        (await LeftAsync(engine)).ShouldBe([.. theirs[5..].Reverse().Select(decision => decision.Id), theirs[0].Id, .. ours.Reverse().Select(decision => decision.Id)]);

        engine.Options.KeepAtMost = 2;
        (await engine.Retention.TidyAsync(default)).ShouldBe(6);
        (await LeftAsync(engine)).ShouldBe([theirs[0].Id, ours[2].Id], "both hold alike, and a label outlives what is newer");
    }

    /// <summary>Age asks nobody: a label is no reason to keep what is older than anything is kept.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task By_age_a_label_goes_with_its_decision(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, new FakeTimeProvider(Noon.AddDays(100)));
        var old = Of();
        await engine.KeepAsync(old);
        await engine.Labels.PutAsync(old.Id, "right", "", "ann", Caller.Anyone, default);

        (await engine.Retention.TidyAsync(default)).ShouldBe(1);

        (await engine.Labels.FindAsync(old.Id, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(new long[] { 5, 90 }, 50, 45)]
    [InlineData(new long[] { 90, 5, 90 }, 65, 30)]
    [InlineData(new long[] { 10, 10, 10 }, 15, 5)]
    [InlineData(new long[] { 10, 20 }, 30, double.PositiveInfinity)]
    [InlineData(new long[0], 30, double.PositiveInfinity)]
    public void Who_holds_less_than_its_share_keeps_all_of_it(long[] holdings, long most, double level) => FairShare.Level(holdings, most).ShouldBe(level);

    private static async Task<List<string>> LeftAsync(Engine engine) => [.. (await engine.Reader.ListAsync(new DecisionFilter(), Caller.Anyone, 100, default)).Rows.Select(row => row.Id)];
}
