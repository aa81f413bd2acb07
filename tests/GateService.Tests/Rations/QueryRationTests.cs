using GateService.Rations;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Rations;

/// <summary>No more a minute than the account carries, steps before what is asked beside them, whoever asks and however many replicas.</summary>
public sealed class QueryRationTests
{
    private const int Account = 7;
    private const int Limit = 400;
    private static readonly DateTimeOffset Minute = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Minute);
    private readonly SharedLedger _ledger = new();

    [Fact]
    public async Task Steps_take_all_there_is_and_no_more_until_the_next_minute()
    {
        using var ration = Replica("a");

        (await TakenAsync(ration, QueryPriority.Step)).ShouldBe(Limit);
        _time.Advance(TimeSpan.FromSeconds(40));
        var refused = (await TakeAsync(ration, QueryPriority.Step)).ShouldNotBeNull();
        (refused.Limit, refused.After).ShouldBe((Limit, TimeSpan.FromSeconds(20)));
        refused.Said.ShouldContain("ask again in 20 s");
        _time.Advance(TimeSpan.FromSeconds(20));
        (await TakenAsync(ration, QueryPriority.Step)).ShouldBe(Limit);
    }

    [Fact]
    public async Task What_is_asked_beside_the_steps_is_stretched_before_any_step_is_refused()
    {
        using var ration = Replica("a");

        (await TakenAsync(ration, QueryPriority.Background)).ShouldBe(Limit * 6 / 10);
        (await TakenAsync(ration, QueryPriority.Step)).ShouldBe(Limit * 4 / 10);
        _time.Advance(TimeSpan.FromMinutes(1));

        // What steps took in the minute before is left to them, and a quarter more.
        (await TakenAsync(ration, QueryPriority.Background)).ShouldBe(Limit - (Limit * 4 / 10 * 5 / 4));
    }

    [Fact]
    public async Task Steps_that_need_all_of_it_leave_nothing_to_what_is_asked_beside_them()
    {
        using var ration = Replica("a");
        await TakenAsync(ration, QueryPriority.Step);
        _time.Advance(TimeSpan.FromMinutes(1));

        (await TakeAsync(ration, QueryPriority.Background)).ShouldNotBeNull();
        (await TakenAsync(ration, QueryPriority.Step)).ShouldBe(Limit);
        _time.Advance(TimeSpan.FromMinutes(2));
        (await TakeAsync(ration, QueryPriority.Background)).ShouldBeNull("nothing waits for a step any more");
    }

    [Fact]
    public async Task Replicas_take_no_more_together_than_one_alone()
    {
        using var one = Replica("a");
        using var other = Replica("b");
        var taken = 0;
        while (await TakeAsync(one, QueryPriority.Step, 3) is null | await TakeAsync(other, QueryPriority.Step, 4) is null)
        {
            taken++;
        }

        _ledger.TakenIn(_time.GetUtcNow().ToUnixTimeSeconds() / 60).ShouldBeInRange(Limit - 20, Limit);
        one.Figures.Single().Replicas.ShouldBe(2);
        taken.ShouldBeGreaterThan(Limit / 10, "each got something");
    }

    [Fact]
    public async Task Without_the_store_each_replica_keeps_to_its_share()
    {
        using var one = Replica("a");
        using var other = Replica("b");
        await TakeAsync(one, QueryPriority.Step);
        await TakeAsync(other, QueryPriority.Step);
        await TakeAsync(one, QueryPriority.Step, Limit / 20);
        _time.Advance(TimeSpan.FromMinutes(1));
        _ledger.IsAway = true;

        (await TakenAsync(one, QueryPriority.Step)).ShouldBe(Limit / 2);
        (await TakenAsync(other, QueryPriority.Background)).ShouldBeInRange(1, Limit / 2 * 6 / 10);
        one.Figures.Single().IsShared.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        _ledger.IsAway = false;
        (await TakeAsync(one, QueryPriority.Step)).ShouldBeNull();
        one.Figures.Single().IsShared.ShouldBeTrue();
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(15, false)]
    public async Task Who_can_wait_until_the_next_minute_does(int secondsLeft, bool isAsked)
    {
        using var ration = Replica("a");
        await TakenAsync(ration, QueryPriority.Step);
        _time.Advance(TimeSpan.FromSeconds(60 - secondsLeft));

        var waiting = ration.TakeAsync(Account, Limit, 10, new Asker("", QueryPriority.Step), TimeSpan.FromSeconds(10), CancellationToken.None);
        waiting.IsCompleted.ShouldBe(!isAsked);
        _time.Advance(TimeSpan.FromSeconds(16));

        ((await waiting) is null).ShouldBe(isAsked);
        var figures = ration.Figures.Single();
        (figures.Waited, figures.Refused).ShouldBe(isAsked ? (10, 1) : (0, 11), "the one that found the end was refused too");
    }

    [Fact]
    public async Task What_was_taken_in_advance_and_is_too_much_is_given_back()
    {
        using var one = Replica("a");
        using var other = Replica("b");
        await TakeAsync(one, QueryPriority.Step, Limit - 12);

        (await TakeAsync(other, QueryPriority.Step, 12)).ShouldBeNull();
        (await TakeAsync(other, QueryPriority.Step, 1)).ShouldNotBeNull();
        _ledger.TakenIn(_time.GetUtcNow().ToUnixTimeSeconds() / 60).ShouldBe(Limit);
    }

    [Fact]
    public async Task Accounts_have_a_minute_each()
    {
        using var ration = Replica("a");
        await TakenAsync(ration, QueryPriority.Step);

        (await ration.TakeAsync(Account + 1, Limit, 10, new Asker("", QueryPriority.Step), TimeSpan.Zero, CancellationToken.None)).ShouldBeNull();
        ration.Figures.Select(figures => figures.Account).ShouldBe([Account, Account + 1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_asked_already_counts_whatever_was_left(bool isStoreAway)
    {
        using var one = Replica("a");
        using var other = Replica("b");
        await TakeAsync(one, QueryPriority.Step);
        await TakeAsync(other, QueryPriority.Step);
        _ledger.IsAway = isStoreAway;

        await one.NoteAsync(Account, Limit, Limit, new Asker("", QueryPriority.Step), CancellationToken.None);

        (await TakeAsync(one, QueryPriority.Step, Limit / 20)).ShouldNotBeNull();
        (await TakeAsync(other, QueryPriority.Step, Limit / 20) is null).ShouldBe(isStoreAway, "nobody can tell it then");
        _time.Advance(TimeSpan.FromMinutes(1));
        (await TakeAsync(one, QueryPriority.Step, Limit / 20)).ShouldBeNull();
    }

    private QueryRation Replica(string name) => new(_ledger.Of(name), _time);

    private static Task<Refused?> TakeAsync(QueryRation ration, QueryPriority priority, int queries = 1) =>
        ration.TakeAsync(Account, Limit, queries, new Asker("", priority), TimeSpan.Zero, CancellationToken.None);

    /// <summary>Asks until it is refused.</summary>
    private static async Task<int> TakenAsync(QueryRation ration, QueryPriority priority)
    {
        var taken = 0;
        while (await TakeAsync(ration, priority) is null)
        {
            taken++;
        }

        return taken;
    }
}
