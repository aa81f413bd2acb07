using GateService.Outbox;
using GateService.Tests.History;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Outbox;

/// <summary>Claims, leases and keys, on both engines.</summary>
public sealed class OutboxStoreTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider _time = new(Decisions.Noon);

    public static TheoryData<string> Engines => Engine.All;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_message_is_written_once_however_many_write_it(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => AddAsync(engine, Message("same", i))));

        (await store.DepthAsync(default))[OutboxState.Pending].ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Replicas_that_claim_at_once_never_hold_the_same_message(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, [.. Enumerable.Range(0, 60).Select(i => Message($"key {i}", i))]);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.ClaimAsync($"replica {i}", 10, Lease, default)));

        var ids = claims.SelectMany(claimed => claimed).Select(message => message.Id).ToList();
        ids.ShouldBeUnique();
        ids.Count.ShouldBe(60);
        claims.ShouldAllBe(claimed => claimed.Count <= 10);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_claim_that_ran_out_is_anybodys_and_no_longer_its_owners(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, Message("one", 0));
        var claimed = (await store.ClaimAsync("dead", 10, Lease, default)).ShouldHaveSingleItem();

        (await store.ClaimAsync("alive", 10, Lease, default)).ShouldBeEmpty();
        _time.Advance(Lease);
        (await store.ClaimAsync("alive", 10, Lease, default)).ShouldHaveSingleItem().Id.ShouldBe(claimed.Id);

        (await store.BeginAsync("dead", claimed, Lease, default)).ShouldBeFalse();
        (await store.DeliveredAsync("dead", claimed, default)).ShouldBeFalse();
        (await store.BeginAsync("alive", claimed, Lease, default)).ShouldBeTrue();
        (await store.DeliveredAsync("alive", claimed, default)).ShouldBeTrue();
        (await store.FindAsync(claimed.Id, default))!.State.ShouldBe(OutboxState.Delivered);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_postponed_message_waits_and_a_dead_one_can_be_replayed(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, Message("one", 0));
        var claimed = (await store.ClaimAsync("me", 10, Lease, default)).Single();

        await store.PostponeAsync("me", claimed, _time.GetUtcNow().AddMinutes(1), "busy", default);
        (await store.ClaimAsync("me", 10, Lease, default)).ShouldBeEmpty();
        _time.Advance(TimeSpan.FromMinutes(1));
        claimed = (await store.ClaimAsync("me", 10, Lease, default)).Single();
        await store.BuryAsync("me", claimed, "no such channel", default);
        (await store.ReplayAsync(claimed.Id, TimeSpan.FromHours(1), default)).ShouldBeTrue();

        (await store.ReplayAsync(claimed.Id, TimeSpan.FromHours(1), default)).ShouldBeFalse();
        (await store.ClaimAsync("me", 10, Lease, default)).ShouldHaveSingleItem().Trouble.ShouldBe("no such channel");
    }

    [Fact]
    public void Waits_double_up_to_the_longest_and_never_undercut_what_was_asked()
    {
        TimeSpan Wait(long attempts, TimeSpan? asked = null, double random = 1) => Backoff.After(attempts, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2), asked, random);

        new[] { 1L, 2, 3, 6, 7, 100 }.Select(attempts => Wait(attempts).TotalSeconds).ShouldBe([2, 4, 8, 64, 120, 120]);
        Wait(1, random: 0).ShouldBe(TimeSpan.FromSeconds(1));
        Wait(1, TimeSpan.FromSeconds(30)).ShouldBe(TimeSpan.FromSeconds(30));
    }

    private static Task AddAsync(Engine engine, params OutboxMessage[] messages) => engine.Database.WriteAsync((transaction, ct) => OutboxStore.AddAsync(transaction, messages, ct), default);

    private OutboxMessage Message(string key, int number) => new()
    {
        Id = $"{number:000}-{Guid.NewGuid():N}",
        DedupKey = key,
        Decision = "01K",
        Channel = "slack",
        Event = "failed",
        Team = "",
        Service = "checkout",
        Namespace = "shop",
        Rollout = "checkout",
        Payload = "{}",
        TraceParent = "",
        CreatedAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        DueAt = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        GiveUpAt = _time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds(),
    };
}
