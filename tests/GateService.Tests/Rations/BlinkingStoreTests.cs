using GateService.Rations;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Rations;

/// <summary>A store that comes and goes within a minute: what was taken without it counts once it is back.</summary>
public sealed class BlinkingStoreTests
{
    private const int Account = 7;
    private const int Limit = 400;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    private readonly SharedLedger _ledger = new();

    [Fact]
    public async Task However_often_it_blinks_the_minute_is_not_overdrawn()
    {
        using var one = Replica("a");
        using var other = Replica("b");
        await BothKnownAsync(one, other);
        var taken = 0;
        for (var blink = 0; blink < 8; blink++)
        {
            _ledger.IsAway = blink % 2 == 0;
            for (var asked = 0; asked < 60; asked++)
            {
                taken += await TakenAsync(one, 1) + await TakenAsync(other, 1);
            }
        }

        taken.ShouldBeInRange(Limit - 20, Limit);
        _ledger.TakenIn(Minute).ShouldBeInRange(taken, Limit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_taken_without_it_is_told_once_and_no_more(bool isBeside)
    {
        var priority = isBeside ? QueryPriority.Background : QueryPriority.Step;
        using var one = Replica("a");
        using var other = Replica("b");
        await BothKnownAsync(one, other);
        _ledger.IsAway = true;
        (await TakenAsync(one, 50, priority)).ShouldBe(50);
        _ledger.TakenIn(Minute).ShouldBe(0);
        _ledger.IsAway = false;

        (await TakenAsync(one, 10, priority)).ShouldBe(10);
        _ledger.TakenIn(Minute).ShouldBe(60, "and what was taken in advance");
        (await TakenAsync(one, 10, priority)).ShouldBe(10);

        _ledger.TakenIn(Minute).ShouldBe(70);
    }

    [Fact]
    public async Task What_was_asked_already_is_told_too()
    {
        using var one = Replica("a");
        using var other = Replica("b");
        await BothKnownAsync(one, other);
        _ledger.IsAway = true;
        await one.NoteAsync(Account, Limit, Limit - 20, new Asker("", QueryPriority.Step), CancellationToken.None);
        _ledger.IsAway = false;

        await TakenAsync(one, 10);

        _ledger.TakenIn(Minute).ShouldBe(Limit - 10);
        (await TakenAsync(other, 60)).ShouldBe(10);
    }

    /// <summary>What steps took in the minute before is left to them, whoever asks.</summary>
    [Fact]
    public async Task What_was_taken_in_the_minute_before_is_told_as_that_minutes()
    {
        using var one = Replica("a");
        using var other = Replica("b");
        await BothKnownAsync(one, other);
        _ledger.IsAway = true;
        (await TakenAsync(one, 200)).ShouldBe(200);
        var before = Minute;
        _time.Advance(TimeSpan.FromMinutes(1));
        _ledger.IsAway = false;

        await TakenAsync(one, 1);

        _ledger.TakenIn(before).ShouldBe(200);
        _ledger.TakenIn(Minute).ShouldBe(10);
        (await TakenAsync(other, Limit, QueryPriority.Background)).ShouldBe(Limit - (200 * 5 / 4), "a quarter more than steps took is left to them");
    }

    private long Minute => _time.GetUtcNow().ToUnixTimeSeconds() / 60;

    private QueryRation Replica(string name) => new(_ledger.Of(name), _time);

    /// <summary>Each knows that there are two, and a new minute begins.</summary>
    private async Task BothKnownAsync(QueryRation one, QueryRation other)
    {
        await TakenAsync(one, 1);
        await TakenAsync(other, 1);
        await TakenAsync(one, 20);
        _time.Advance(TimeSpan.FromMinutes(2));
    }

    private static async Task<int> TakenAsync(QueryRation ration, int queries, QueryPriority priority = QueryPriority.Step)
    {
        var taken = 0;
        for (var asked = 0; asked < queries; asked++)
        {
            taken += await ration.TakeAsync(Account, Limit, 1, new Asker("", priority), TimeSpan.Zero, CancellationToken.None) is null ? 1 : 0;
        }

        return taken;
    }
}
