using GateService.History;
using GateService.Rations;
using GateService.Telemetry;
using GateService.Tests.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GateService.Tests.Rations;

/// <summary>The ledger in both engines.</summary>
public sealed class QueryLedgerTests
{
    private const int Account = 7;
    private const long Minute = 29_000_000;

    public static TheoryData<string> Engines => Engine.All;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Replicas_see_what_all_of_them_took_in_this_minute_and_the_one_before(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new GateMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new RunningRollouts(engine.Time), engine.Time);
        var (one, other) = (LedgerOf(engine, metrics), LedgerOf(engine, metrics));

        (await one.TakeAsync(Account, Minute, 60, 0, [], default))!.Minute.ShouldBe(new MinuteOfAccount(60, 0, 0, 1));
        (await other.TakeAsync(Account, Minute, 0, 30, [], default))!.Minute.ShouldBe(new MinuteOfAccount(60, 30, 0, 2));
        (await one.TakeAsync(Account, Minute, -20, 0, [], default))!.Minute.ShouldBe(new MinuteOfAccount(40, 30, 0, 2));
        (await other.TakeAsync(Account + 1, Minute, 5, 0, [], default))!.Minute.ShouldBe(new MinuteOfAccount(5, 0, 0, 1));
        (await other.TakeAsync(Account, Minute + 1, 7, 0, [], default))!.Minute.ShouldBe(new MinuteOfAccount(7, 0, 40, 2));
        (await other.TakeAsync(Account, Minute + 6, 1, 0, [], default))!.Minute.ShouldBe(new MinuteOfAccount(1, 0, 0, 1), "minutes long past are gone, and so is who asked in them");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Replicas_see_what_each_team_asked_all_of_them_for_and_did_not_get(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new GateMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new RunningRollouts(engine.Time), engine.Time);
        var (one, other) = (LedgerOf(engine, metrics), LedgerOf(engine, metrics));
        await one.TakeAsync(Account, Minute, 60, 0, [new(Minute, "pay", new(20, 1, 3, 4))], default);
        await one.TakeAsync(Account, Minute, 0, 0, [new(Minute, "pay", new(5, 0, 0, 0)), new(Minute - 1, "shop", new(0, 0, 7, 0))], default);

        var page = await other.TakeAsync(Account, Minute, 60, 0, [new(Minute, "pay", new(100, 10, 1, 1))], default);

        page!.Teams.OrderBy(team => team.Minute).ShouldBe([new(Minute - 1, "shop", new(0, 0, 7, 0)), new(Minute, "pay", new(125, 11, 4, 5))]);
        (await one.TakeAsync(Account + 1, Minute, 1, 0, [], default))!.Teams.ShouldBeEmpty();
        (await one.TakeAsync(Account, Minute + 6, 1, 0, [], default))!.Teams.ShouldBeEmpty();
    }

    /// <summary>More than one statement takes; names that mean something to SQL among them.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task However_many_teams_there_are_each_is_noted_and_adds_up(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new GateMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new RunningRollouts(engine.Time), engine.Time);
        var ledger = LedgerOf(engine, metrics);
        var teams = Enumerable.Range(0, 400).Select(number => new TeamMinute(Minute - (number % 2), $"team '{number}' @m1", new(number, 1, 2, 3))).ToList();

        await ledger.TakeAsync(Account, Minute, 1, 0, teams, default);
        var page = await ledger.TakeAsync(Account, Minute, 1, 0, teams, default);

        page!.Teams.OrderBy(team => team.Queries.Steps).ShouldBe(teams.Select(team => team with { Queries = team.Queries + team.Queries }));
    }

    [Fact]
    public async Task Without_a_store_nobody_can_say()
    {
        var options = Options.Create(new HistoryOptions { Enabled = false });
        await using var database = new Database(options, TimeProvider.System);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new GateMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new RunningRollouts(TimeProvider.System), TimeProvider.System);

        (await new QueryLedger(database, options, TimeProvider.System, metrics, NullLogger<QueryLedger>.Instance).TakeAsync(Account, Minute, 1, 0, [], default)).ShouldBeNull();
    }

    private static QueryLedger LedgerOf(Engine engine, GateMetrics metrics) => new(engine.Database, Options.Create(engine.Options), engine.Time, metrics, NullLogger<QueryLedger>.Instance);
}
