using System.Net;
using GateService.Callers;
using GateService.Rations;
using GateService.Tests.Hosting;
using GateService.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Auth;

/// <summary>What a team looks at beside its verdicts goes one at a time, and takes no step's place.</summary>
public sealed class SideTurnTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private const int Waiting = 8;
    private static readonly Caller Shop = new("shop-ci", "shop", ["*"], ["*"], Caller.UsualRoles);

    /// <summary>Of the token of all tests.</summary>
    private static readonly Caller Ours = Shop with { Team = "platform" };

    public static TheoryData<string, string, string?> Endpoints => new()
    {
        { "GET", "/v1/doctor?service=checkout&namespace=shop", null },
        { "GET", "/v1/power?service=checkout&namespace=shop&stableHash=7d9f8c6b54&steps=50:10m", null },
        { "POST", "/v1/policies/lint", """{"files": {"policies/a.yaml": "name: a"}}""" },
        { "POST", "/v1/policies/classify", """{"errors": [{"type": "IOException"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_team_that_asks_too_much_at_once_is_told_when_to_ask_again(string method, string path, string? body)
    {
        HttpStatusCode whileFull;
        using (await FilledAsync())
        {
            using var refused = await fixture.Gate.AskAsync(GateHost.Token, new HttpMethod(method), path, body);
            whileFull = refused.StatusCode;
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
            (await fixture.Gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).Verdict().ShouldBe("pass", "a verdict waits for none of it");
        }

        using var answer = await fixture.Gate.AskAsync(GateHost.Token, new HttpMethod(method), path, body);

        whileFull.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.StatusCode.ShouldNotBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task So_is_who_looks_at_the_doctors_page()
    {
        using var browser = await Browser.SignedInAsync(fixture.Gate, GateHost.Token);
        using (await FilledAsync())
        {
            using var refused = await browser.GetAsync("/doctor?service=checkout&namespace=shop");
            using var form = await browser.GetAsync("/doctor");

            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            form.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await browser.ReadAsync("/doctor?service=checkout&namespace=shop")).ShouldContain("checkout");
    }

    /// <summary>Its trial of a step is no step.</summary>
    [Fact]
    public async Task What_the_doctor_asks_of_New_Relic_is_asked_beside_the_steps()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var gate = await GateHost.StartAsync(nerdGraph);

        using var answer = await gate.Client.GetAsync("/v1/doctor?service=checkout&namespace=shop&stableHash=7d9f8c6b54&canaryHash=5c6d7e8f", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var figures = gate.App.Services.GetRequiredService<QueryRation>().Figures.Single();
        figures.Background.ShouldBeGreaterThan(0);
        figures.Steps.ShouldBe(0);
    }

    [Fact]
    public async Task Each_team_has_a_turn_and_who_waits_too_long_has_none()
    {
        var time = new FakeTimeProvider();
        using var turns = new SideTurns(time);
        var first = (await turns.TakeAsync(Shop, default)).ShouldBeOfType<Turn.Given>();
        var second = turns.TakeAsync(Shop, default);
        (await turns.TakeAsync(Ours, default)).ShouldBeOfType<Turn.Given>();
        var third = turns.TakeAsync(Shop, default);

        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).ShouldBeOfType<Turn.Given>();
        third.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(11));
        (await third).ShouldBeOfType<Turn.Shed>().Why.ShouldBe("something else that your team asked beside its verdicts goes first, and more waits than can be answered soon: one goes at a time; ask again in 10 s");
    }

    [Fact]
    public async Task However_many_teams_there_are_only_a_few_go_at_once()
    {
        var time = new FakeTimeProvider();
        using var turns = new SideTurns(time);
        var taken = Enumerable.Range(0, 5).Select(number => turns.TakeAsync(Shop with { Team = $"team {number}" }, default)).ToList();

        taken.Count(turn => turn.IsCompleted).ShouldBe(3);
        (await taken[0]).ShouldBeOfType<Turn.Given>().Dispose();
        (await taken[3]).ShouldBeOfType<Turn.Given>();
        time.Advance(TimeSpan.FromSeconds(11));
        (await taken[4]).ShouldBeOfType<Turn.Shed>().Why.ShouldBe("of what all teams ask beside their verdicts (doctor, power, linting, classifying) 3 go at once, and your turn did not come within 10 s; ask again in 10 s");
    }

    [Fact]
    public async Task However_a_team_is_spelt_it_has_one_turn()
    {
        using var turns = new SideTurns(new FakeTimeProvider());
        (await turns.TakeAsync(Shop, default)).ShouldBeOfType<Turn.Given>();

        turns.TakeAsync(Shop with { Name = "another", Team = "SHOP" }, default).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_hangs_up_while_all_turns_are_taken_leaves_its_teams_to_the_next()
    {
        using var turns = new SideTurns(new FakeTimeProvider());
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(number => turns.TakeAsync(Shop with { Team = $"team {number}" }, default)));
        using var hangUp = new CancellationTokenSource();
        var gone = turns.TakeAsync(Shop, hangUp.Token);

        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(gone);
        others[0].ShouldBeOfType<Turn.Given>().Dispose();
        (await turns.TakeAsync(Shop, default)).ShouldBeOfType<Turn.Given>();
    }

    /// <summary>One of our team's has its turn, and as many wait as may.</summary>
    private async Task<IDisposable> FilledAsync()
    {
        var turns = fixture.Gate.App.Services.GetRequiredService<SideTurns>();
        var gone = new CancellationTokenSource();
        var turn = (await turns.TakeAsync(Ours, default)).ShouldBeOfType<Turn.Given>();
        var waiting = Enumerable.Range(0, Waiting).Select(_ => turns.TakeAsync(Ours, gone.Token)).ToList();
        return new Filled(() =>
        {
            gone.Cancel();
            waiting.ForEach(task => task.ContinueWith(done => done.Exception, TaskScheduler.Default));
            turn.Dispose();
        });
    }

    private sealed class Filled(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
