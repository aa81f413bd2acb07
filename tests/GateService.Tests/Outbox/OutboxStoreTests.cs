using System.Collections.Concurrent;
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
        await AddAsync(engine, [.. Enumerable.Range(0, 60).Select(i => Message($"key {i}", i, $"channel {i % 5}"))]);

        var claims = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => store.ClaimAsync($"replica {i}", $"channel {i % 5}", Lease, default)));

        claims.OfType<OutboxMessage>().Select(message => message.DedupKey).Order().ShouldBe(["key 0", "key 1", "key 2", "key 3", "key 4"]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nothing_is_claimed_behind_a_message_that_is_postponed_or_on_its_way(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, Message("failed", 0), Message("recovered", 1), Message("beside", 2, "teams"));

        var failed = (await store.ClaimAsync("me", "slack", Lease, default)).ShouldNotBeNull();
        failed.DedupKey.ShouldBe("failed");
        (await store.ClaimAsync("me", "slack", Lease, default)).ShouldBeNull();
        (await store.ClaimAsync("another", "slack", Lease, default)).ShouldBeNull();
        await store.PostponeAsync("me", failed, _time.GetUtcNow().AddMinutes(8), "busy", default);
        (await store.ClaimAsync("me", "slack", Lease, default)).ShouldBeNull();
        (await store.ClaimAsync("me", "teams", Lease, default)).ShouldNotBeNull().DedupKey.ShouldBe("beside");

        _time.Advance(TimeSpan.FromMinutes(8));
        (await store.ClaimAsync("another", "slack", Lease, default)).ShouldNotBeNull().DedupKey.ShouldBe("failed");
        await store.DeliveredAsync("another", failed, default);
        (await store.ClaimAsync("me", "slack", Lease, default)).ShouldNotBeNull().DedupKey.ShouldBe("recovered");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_dead_letter_holds_up_nothing_and_goes_first_when_it_is_replayed(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, Message("first", 0), Message("second", 1), Message("third", 2));

        var first = (await store.ClaimAsync("me", "slack", Lease, default))!;
        await store.BuryAsync("me", first, "no such channel", default);
        var second = (await store.ClaimAsync("me", "slack", Lease, default)).ShouldNotBeNull();
        second.DedupKey.ShouldBe("second");
        (await store.ReplayAsync(first.Id, TimeSpan.FromHours(1), default)).ShouldBeTrue();
        await store.DeliveredAsync("me", second, default);

        (await store.ReplayAsync(first.Id, TimeSpan.FromHours(1), default)).ShouldBeFalse();
        (await store.ClaimAsync("me", "slack", Lease, default)).ShouldNotBeNull().Trouble.ShouldBe("no such channel");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task However_many_replicas_send_a_channel_hears_its_messages_in_order(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, [.. Enumerable.Range(0, 60).Select(i => Message($"{i:00}", i, $"channel {i % 3}"))]);
        var heard = new ConcurrentQueue<(string Channel, string Key)>();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async replica =>
        {
            while ((await store.DepthAsync(default))[OutboxState.Pending] > 0)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    if (await store.ClaimAsync($"replica {replica}", $"channel {channel}", Lease, default) is { } message)
                    {
                        heard.Enqueue((message.Channel, message.DedupKey));
                        await Task.Yield();
                        (await store.DeliveredAsync($"replica {replica}", message, default)).ShouldBeTrue();
                    }
                }
            }
        }));

        heard.Count.ShouldBe(60);
        heard.GroupBy(message => message.Channel).ShouldAllBe(channel => channel.Select(message => message.Key).SequenceEqual(channel.Select(message => message.Key).Order()));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_claim_that_ran_out_is_anybodys_and_no_longer_its_owners(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, Message("one", 0));
        var claimed = (await store.ClaimAsync("dead", "slack", Lease, default)).ShouldNotBeNull();

        (await store.ClaimAsync("alive", "slack", Lease, default)).ShouldBeNull();
        _time.Advance(Lease);
        var again = (await store.ClaimAsync("alive", "slack", Lease, default)).ShouldNotBeNull();

        (again.Id, again.Attempts).ShouldBe((claimed.Id, 2));
        (await store.DeliveredAsync("dead", claimed, default)).ShouldBeFalse();
        (await store.DeliveredAsync("alive", claimed, default)).ShouldBeTrue();
        (await store.FindAsync(claimed.Id, default))!.State.ShouldBe(OutboxState.Delivered);
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

    private OutboxMessage Message(string key, int number, string channel = "slack") => new()
    {
        Id = $"{number:000}-{Guid.NewGuid():N}",
        DedupKey = key,
        Decision = "01K",
        Channel = channel,
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
