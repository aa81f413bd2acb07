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
        Wait(3, random: 0.5).ShouldBe(TimeSpan.FromSeconds(6));
        Wait(0).ShouldBe(TimeSpan.FromSeconds(2));
        Wait(1, TimeSpan.FromSeconds(30)).ShouldBe(TimeSpan.FromSeconds(30));
        Wait(4, TimeSpan.FromSeconds(3)).ShouldBe(TimeSpan.FromSeconds(16));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_message_is_read_as_it_was_written_and_counted_when_it_was_new(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        var message = Message("key", 1) with { Event = "held", Team = "platform", Service = "web", Namespace = "shop", Rollout = "app", Payload = "{\"a\":1}", TraceParent = "00-1", DueAt = 5, CreatedAt = 4, GiveUpAt = 6 };

        (await AddAsync(engine, message, Message("another", 2))).ShouldBe(2);
        (await AddAsync(engine, message with { Id = "other" }, Message("third", 3))).ShouldBe(1);

        (await store.FindAsync(message.Id, default)).ShouldBe(message);
        (await store.FindAsync("other", default)).ShouldBeNull();
        store.IsEnabled.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Whether_any_of_some_keys_was_told_is_known_whatever_became_of_it(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, Message("told", 1));
        await store.DeliveredAsync("me", (await store.ClaimAsync("me", "slack", Lease, default))!, default);

        (await AnyAsync("never", "told")).ShouldBeTrue();
        (await AnyAsync("never", "tol")).ShouldBeFalse();
        (await AnyAsync()).ShouldBeFalse();

        Task<bool> AnyAsync(params string[] keys) => engine.Database.WriteAsync((transaction, ct) => OutboxStore.AnyAsync(transaction, keys, ct), default);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task What_became_of_a_message_is_written_on_it(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        await AddAsync(engine, Message("one", 1));
        var claimed = (await store.ClaimAsync("me", "slack", Lease, default)).ShouldNotBeNull();
        (claimed.Attempts, claimed.State, claimed.DoneAt, claimed.Trouble).ShouldBe((1, OutboxState.Pending, null, ""));

        (await store.PostponeAsync("me", claimed, Now(3), "busy", default)).ShouldBeTrue();
        (await FindAsync()).ShouldBe(claimed with { DueAt = Now(3).ToUnixTimeMilliseconds(), Trouble = "busy" });
        (await store.PostponeAsync("me", claimed, Now(9), "again", default)).ShouldBeFalse("its claim is given back");
        _time.Advance(TimeSpan.FromMinutes(3));
        await store.ClaimAsync("me", "slack", Lease, default);
        (await store.BuryAsync("another", claimed, "no", default)).ShouldBeFalse();
        (await store.BuryAsync("me", claimed, "no", default)).ShouldBeTrue();
        var dead = await FindAsync();
        (dead.State, dead.DoneAt, dead.Trouble, dead.Attempts).ShouldBe((OutboxState.Dead, Now(0).ToUnixTimeMilliseconds(), "no", 2));
        (await store.DeliveredAsync("me", claimed, default)).ShouldBeFalse("it is dead");

        _time.Advance(TimeSpan.FromMinutes(1));
        (await store.ReplayAsync("nobody", TimeSpan.FromHours(1), default)).ShouldBeFalse();
        (await store.ReplayAsync(claimed.Id, TimeSpan.FromHours(1), default)).ShouldBeTrue();
        (await FindAsync()).ShouldBe(dead with { State = OutboxState.Pending, DueAt = Now(0).ToUnixTimeMilliseconds(), GiveUpAt = Now(60).ToUnixTimeMilliseconds(), DoneAt = null });
        (await store.DeliveredAsync("me", (await store.ClaimAsync("me", "slack", Lease, default))!, default)).ShouldBeTrue();
        var delivered = await FindAsync();
        (delivered.State, delivered.DoneAt, delivered.Trouble, delivered.Attempts).ShouldBe((OutboxState.Delivered, Now(0).ToUnixTimeMilliseconds(), "", 3));

        DateTimeOffset Now(int minutes) => _time.GetUtcNow().AddMinutes(minutes);

        async Task<OutboxMessage> FindAsync() => (await store.FindAsync(claimed.Id, default)).ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Messages_are_listed_by_state_newest_first_page_by_page_without_what_they_say(string kind)
    {
        await using var engine = await Engine.StartAsync(kind, _time);
        var store = new OutboxStore(engine.Database, _time);
        (await store.DepthAsync(default)).ShouldBe(new Dictionary<string, long> { [OutboxState.Pending] = 0, [OutboxState.Dead] = 0 }, ignoreOrder: true);
        await AddAsync(engine, [.. Enumerable.Range(0, 5).Select(i => Message($"{i}", i, i < 4 ? "slack" : "teams"))]);
        await store.BuryAsync("me", (await store.ClaimAsync("me", "slack", Lease, default))!, "no", default);
        await store.DeliveredAsync("me", (await store.ClaimAsync("me", "slack", Lease, default))!, default);

        var page = await store.ListAsync(OutboxState.Pending, null, 2, default);
        page.Select(message => (message.DedupKey, message.Payload, message.Channel)).ShouldBe([("4", "", "teams"), ("3", "", "slack")]);
        (await store.ListAsync(OutboxState.Pending, page[^1].Id, 2, default)).Select(message => message.DedupKey).ShouldBe(["2"]);
        (await store.ListAsync(OutboxState.Dead, null, 9, default)).Select(message => message.DedupKey).ShouldBe(["0"]);
        (await store.DepthAsync(default)).ShouldBe(new Dictionary<string, long> { [OutboxState.Pending] = 3, [OutboxState.Dead] = 1 }, ignoreOrder: true);
        (await store.ChannelsAsync(default)).ShouldBe(["slack", "teams"], ignoreOrder: true);
        await store.DeliveredAsync("me", (await store.ClaimAsync("me", "teams", Lease, default))!, default);
        (await store.ChannelsAsync(default)).ShouldBe(["slack"]);
    }

    [Fact]
    public void An_entry_is_what_may_be_shown_of_a_message()
    {
        var message = Message("key", 1) with { Id = "01K1", Decision = "01K2", Event = "held", Service = "web", Rollout = "app", State = OutboxState.Dead, Attempts = 3, Trouble = "no", CreatedAt = 1000, DueAt = 2000, DoneAt = 3000 };

        OutboxEntry.Of(message).ShouldBe(new OutboxEntry("01K1", "dead", "held", "slack", "01K2", "web", "app", 3, "no", At(1), At(2), At(3)));
        OutboxEntry.Of(message with { DoneAt = null }).DoneAt.ShouldBeNull();

        static DateTimeOffset At(int second) => DateTimeOffset.UnixEpoch.AddSeconds(second);
    }

    [Fact]
    public void A_signal_wakes_who_waited_before_it_rang_and_nobody_after()
    {
        var signal = new OutboxSignal();
        var before = signal.Next;
        before.IsCompleted.ShouldBeFalse();

        signal.Ring();

        before.IsCompletedSuccessfully.ShouldBeTrue();
        signal.Next.IsCompleted.ShouldBeFalse();
    }

    private static Task<int> AddAsync(Engine engine, params OutboxMessage[] messages) => engine.Database.WriteAsync((transaction, ct) => OutboxStore.AddAsync(transaction, messages, ct), default);

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
