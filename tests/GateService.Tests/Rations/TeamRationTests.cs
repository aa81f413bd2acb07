using GateService.Rations;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Rations;

/// <summary>Whatever one team asks for, the others' steps find room; whoever is alone has all there is.</summary>
public sealed class TeamRationTests
{
    private const int Account = 7;
    private const int Limit = 400;
    private static readonly DateTimeOffset Minute = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Minute);
    private readonly SharedLedger _ledger = new();

    [Fact]
    public async Task A_team_that_is_alone_may_use_all_of_it()
    {
        using var ration = Replica("a");

        (await FloodAsync(ration, "pay")).ShouldBe(Limit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flood_leaves_to_the_others_what_they_asked_for_in_the_minute_before_and_in_this_one(bool isBeside)
    {
        var flooding = isBeside ? QueryPriority.Background : QueryPriority.Step;
        using var ration = Replica("a");
        (await AskAsync(ration, "shop", 100)).ShouldBe(100);
        var flood = await FloodAsync(ration, "pay", flooding);
        (await AskAsync(ration, "shop", 25)).ShouldBe(25, "a team's rollouts grow");
        _time.Advance(TimeSpan.FromMinutes(1));

        (await FloodAsync(ration, "pay", flooding)).ShouldBeInRange(Limit / 3, Limit - 100);
        (await AskAsync(ration, "shop", 125)).ShouldBe(125);
        flood.ShouldBeGreaterThan(Limit / 3, "what nobody else wants is there to be used");
    }

    [Fact]
    public async Task The_flood_alone_is_refused_and_told_why()
    {
        using var ration = Replica("a");
        await AskAsync(ration, "shop", 10);
        await FloodAsync(ration, "pay");

        var refused = (await TakeAsync(ration, "pay", 1)).ShouldNotBeNull();

        refused.Said.ShouldBe("busy: of 400 NRQL queries a minute (NewRelic:QueriesPerMinute) this team has used its share; ask again in 60 s");
        (await TakeAsync(ration, "shop", 10)).ShouldBeNull();
    }

    [Fact]
    public async Task Two_floods_get_alike()
    {
        using var ration = Replica("a");
        for (var minute = 0; minute < 2; minute++)
        {
            await FloodAsync(ration, "pay");
            await FloodAsync(ration, "shop");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var pay = await FloodAsync(ration, "pay");
        var shop = await FloodAsync(ration, "shop");

        pay.ShouldBeInRange((Limit / 2) - 20, Limit / 2);
        shop.ShouldBeInRange((Limit / 2) - 20, Limit / 2);
    }

    [Fact]
    public async Task Who_found_no_room_in_its_first_minute_finds_some_in_the_next()
    {
        using var ration = Replica("a");
        await FloodAsync(ration, "pay");
        (await AskAsync(ration, "shop", 14)).ShouldBe(0);
        _time.Advance(TimeSpan.FromMinutes(1));

        await FloodAsync(ration, "pay");

        (await AskAsync(ration, "shop", 14)).ShouldBe(14);
        (await AskAsync(ration, "new", 5)).ShouldBe(5, "and where there are several, somebody new does at once");
    }

    [Fact]
    public async Task A_team_that_asks_every_five_minutes_finds_room_and_one_that_went_holds_nobody_up()
    {
        using var ration = Replica("a");
        await AskAsync(ration, "shop", 14);
        _time.Advance(TimeSpan.FromMinutes(5));
        await FloodAsync(ration, "pay");

        (await AskAsync(ration, "shop", 14)).ShouldBe(14);
        _time.Advance(TimeSpan.FromMinutes(6));
        (await FloodAsync(ration, "pay")).ShouldBe(Limit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replicas_know_of_each_others_teams(bool isStoreAway)
    {
        using var one = Replica("a");
        using var other = Replica("b");
        await AskAsync(one, "shop", 100);
        await AskAsync(other, "shop", 100);
        await AskAsync(other, "pay", 1);
        _time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(one, "pay", 1);
        _ledger.IsAway = isStoreAway;

        await FloodAsync(one, "pay");
        await FloodAsync(other, "pay");

        (await AskAsync(one, "shop", 60)).ShouldBe(60);
        (await AskAsync(other, "shop", 60)).ShouldBe(60);
    }

    [Fact]
    public async Task What_is_asked_beside_the_steps_is_shared_too()
    {
        using var ration = Replica("a");
        await AskAsync(ration, "shop", 50, QueryPriority.Background);
        _time.Advance(TimeSpan.FromMinutes(1));

        await FloodAsync(ration, "pay", QueryPriority.Background);

        (await AskAsync(ration, "shop", 50, QueryPriority.Background)).ShouldBe(50);
    }

    private QueryRation Replica(string name) => new(_ledger.Of(name), _time);

    private static Task<Refused?> TakeAsync(QueryRation ration, string team, int queries, QueryPriority priority = QueryPriority.Step) =>
        ration.TakeAsync(Account, Limit, queries, new Asker(team, priority), TimeSpan.Zero, CancellationToken.None);

    /// <summary>As one evaluation after the other; how much it got.</summary>
    private static async Task<int> AskAsync(QueryRation ration, string team, int queries, QueryPriority priority = QueryPriority.Step)
    {
        var got = 0;
        for (var asked = 0; asked < queries; asked++)
        {
            got += await TakeAsync(ration, team, 1, priority) is null ? 1 : 0;
        }

        return got;
    }

    /// <summary>More than there is.</summary>
    private static Task<int> FloodAsync(QueryRation ration, string team, QueryPriority priority = QueryPriority.Step) => AskAsync(ration, team, Limit * 3, priority);
}
