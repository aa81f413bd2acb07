using GateService.Rations;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Rations;

/// <summary>However many teams share an account, what nobody wants is there to be used.</summary>
public sealed class ManyTeamsTests
{
    private const int Account = 7;
    private const int Limit = 2400;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    private readonly SharedLedger _ledger = new();

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    public async Task A_team_that_wants_much_gets_it_beside_many_that_want_little(int teams)
    {
        using var ration = Replica();

        for (var minute = 0; minute < 3; minute++)
        {
            (await EachAsync(ration, teams, 4)).ShouldBe(teams * 4);
            (await AskAsync(ration, "pay", 60)).ShouldBe(60);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    public async Task A_flood_leaves_each_of_many_what_it_asked_for_and_a_quarter_more(int teams)
    {
        using var ration = Replica();
        await EachAsync(ration, teams, 4);
        _time.Advance(TimeSpan.FromMinutes(1));

        (await AskAsync(ration, "pay", Limit * 2)).ShouldBe(Limit - (teams * 5) - (Limit / 20), "a twentieth is left, once, to whoever was quiet");

        (await EachAsync(ration, teams, 5)).ShouldBe(teams * 5);
        (await AskAsync(ration, "new", Limit / 20)).ShouldBe(Limit / 20);
    }

    [Fact]
    public async Task Many_that_were_quiet_lately_keep_a_twentieth_together()
    {
        using var ration = Replica();
        await EachAsync(ration, 50, 4);
        _time.Advance(TimeSpan.FromMinutes(4));

        (await AskAsync(ration, "pay", Limit * 2)).ShouldBe(Limit - (Limit / 20));

        (await EachAsync(ration, 30, 4)).ShouldBe(Limit / 20);
    }

    [Fact]
    public async Task Where_all_of_it_is_wanted_each_still_gets_an_evaluation_that_explains_and_no_more()
    {
        using var ration = Replica();
        await EachAsync(ration, 600, 4);
        _time.Advance(TimeSpan.FromMinutes(1));

        (await AskAsync(ration, "pay", 60)).ShouldBe(TeamShares.OneEvaluation);

        (await ration.TakeAsync(Account, Limit, 1, new Asker("pay", QueryPriority.Step), TimeSpan.Zero, CancellationToken.None)).ShouldNotBeNull().IsShare.ShouldBeTrue();
        await EachAsync(ration, 600, 4);
        (await ration.TakeAsync(Account, Limit, 1, new Asker("late", QueryPriority.Step), TimeSpan.Zero, CancellationToken.None)).ShouldNotBeNull().IsShare.ShouldBeFalse("there are none for anybody");
    }

    /// <summary>Against any minute, by what was taken in it, what the others want still, and the twentieth.</summary>
    [Fact]
    public void Nobody_is_refused_by_its_share_where_the_minute_has_room_for_all()
    {
        const long minute = 100;
        var random = new Random(7);
        for (var run = 0; run < 2000; run++)
        {
            var known = Enumerable.Range(0, random.Next(1, 60)).SelectMany(team => Enumerable.Range(0, 3).Select(ago => new TeamMinute(minute - ago, $"team {team}", new(random.Next(40), 0, random.Next(4) == 0 ? random.Next(40) : 0, 0)))).ToList();
            var asker = new Asker("team 0", QueryPriority.Step);
            var others = known.Where(one => one.Team != asker.Team).GroupBy(one => one.Team).ToList();
            var stillWanted = others.Sum(team => (long)(1.25 * team.Where(one => one.Minute >= minute - 1).Max(one => one.Queries.Wanted(QueryPriority.Step))) - team.Single(one => one.Minute == minute).Queries.Steps);
            var taken = known.Where(one => one.Minute == minute).Sum(one => one.Queries.Steps);
            var queries = Limit - taken - stillWanted - (Limit / 20);
            if (queries > 0)
            {
                (TeamShares.Of(asker, known, minute, Limit) - TeamShares.Used(asker, known, minute)).ShouldBeGreaterThanOrEqualTo(queries);
            }
        }
    }

    private QueryRation Replica() => new(_ledger.Of("a"), _time);

    private static async Task<int> EachAsync(QueryRation ration, int teams, int queries)
    {
        var got = 0;
        for (var team = 0; team < teams; team++)
        {
            got += await AskAsync(ration, $"team {team}", queries);
        }

        return got;
    }

    private static async Task<int> AskAsync(QueryRation ration, string team, int queries)
    {
        var got = 0;
        for (var asked = 0; asked < queries; asked++)
        {
            got += await ration.TakeAsync(Account, Limit, 1, new Asker(team, QueryPriority.Step), TimeSpan.Zero, CancellationToken.None) is null ? 1 : 0;
        }

        return got;
    }
}
