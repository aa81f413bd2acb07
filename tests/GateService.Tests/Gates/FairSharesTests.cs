using GateService.Callers;
using GateService.Gates;
using GateService.Wire;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Gates;

public sealed class FairSharesTests
{
    private static readonly Caller Argo = new("shop-argo", "shop", ["*"], ["*"], Caller.UsualRoles);
    private static readonly Caller Pipeline = Argo with { Name = "shop-ci" };
    private static readonly Caller Other = new("pay-argo", "pay", ["*"], ["*"], Caller.UsualRoles);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_token_has_so_many_turns_at_once_and_its_team_keeps_some_for_others_of_its_tokens()
    {
        using var shares = Of(new SharesOptions { Evaluations = 9, EvaluationsPerTeam = 3, EvaluationsPerToken = 2, WaitingPerTeam = 0 });

        (await TakeAsync(shares, Pipeline)).ShouldBeOfType<Turn.Given>();
        (await TakeAsync(shares, Pipeline)).ShouldBeOfType<Turn.Given>();
        (await TakeAsync(shares, Pipeline)).ShouldBeOfType<Turn.Shed>().Field.ShouldBe("token");
        (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Given>();
        (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Shed>().ShouldBe(new Turn.Shed("team", "'shop' has 3 evaluations under way, and more wait for their turn than can be answered in time: expected fewer at once"));
        (await TakeAsync(shares, Other)).ShouldBeOfType<Turn.Given>();
    }

    [Fact]
    public async Task Who_waits_gets_the_turn_that_ends()
    {
        using var shares = Of(new SharesOptions { EvaluationsPerTeam = 1, EvaluationsPerToken = 1, WaitingPerTeam = 1 });
        var first = (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Given>();
        var second = TakeAsync(shares, Argo);

        second.IsCompleted.ShouldBeFalse();
        (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Shed>();
        first.Dispose();

        (await second).ShouldBeOfType<Turn.Given>();
    }

    [Fact]
    public async Task Who_would_be_answered_too_late_is_told_in_time_and_leaves_nothing_taken()
    {
        using var shares = Of(new SharesOptions { Evaluations = 1 });
        var first = (await TakeAsync(shares, Other)).ShouldBeOfType<Turn.Given>();
        var late = Enumerable.Range(0, 8).Select(_ => TakeAsync(shares, Argo)).ToList();

        _time.Advance(TimeSpan.FromSeconds(3.5));
        late.ShouldAllBe(turn => !turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        (await Task.WhenAll(late)).ShouldAllBe(turn => turn == new Turn.Shed("gate", "is busy with 1 evaluations of all teams: expected fewer at once"));
        first.Dispose();
        (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Given>();
    }

    [Fact]
    public async Task Who_is_late_already_and_need_not_wait_is_late_elsewhere()
    {
        using var shares = Of(new SharesOptions());
        var deadline = Remaining.Of(TimeSpan.FromSeconds(8), _time);
        _time.Advance(TimeSpan.FromSeconds(9));

        (await shares.TakeAsync(Argo, deadline, CancellationToken.None)).ShouldBeOfType<Turn.Given>();
    }

    [Fact]
    public async Task A_token_asks_so_much_a_minute()
    {
        using var shares = Of(new SharesOptions { RequestsPerMinute = 2 });

        for (var question = 0; question < 2; question++)
        {
            (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Given>().Dispose();
        }

        (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Shed>().Why.ShouldBe("'shop-argo' asks more than 2 questions a minute: expected fewer");
        (await TakeAsync(shares, Pipeline)).ShouldBeOfType<Turn.Given>();
    }

    [Fact]
    public async Task Without_a_limit_a_minute_nobody_is_counted()
    {
        using var shares = Of(new SharesOptions { RequestsPerMinute = 0 });

        for (var question = 0; question < 10; question++)
        {
            (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Given>().Dispose();
        }
    }

    [Fact]
    public async Task Where_authentication_is_off_only_the_gates_own_places_bound()
    {
        using var shares = Of(new SharesOptions { Evaluations = 3, EvaluationsPerTeam = 1, EvaluationsPerToken = 1, WaitingPerTeam = 0, RequestsPerMinute = 1 });

        for (var question = 0; question < 3; question++)
        {
            (await TakeAsync(shares, Caller.Anyone)).ShouldBeOfType<Turn.Given>();
        }

        TakeAsync(shares, Caller.Anyone).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_hangs_up_while_waiting_is_told_nothing_and_waits_no_more()
    {
        using var shares = Of(new SharesOptions { EvaluationsPerToken = 1, WaitingPerTeam = 1 });
        var first = (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Given>();
        using var hangUp = new CancellationTokenSource();
        var gone = shares.TakeAsync(Argo, Remaining.Of(TimeSpan.FromSeconds(8), _time), hangUp.Token);

        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(gone);
        var next = TakeAsync(shares, Argo);
        first.Dispose();
        (await next).ShouldBeOfType<Turn.Given>();
    }

    [Fact]
    public async Task Whoever_hangs_up_while_its_team_is_busy_gives_back_its_tokens_turn()
    {
        using var shares = Of(new SharesOptions { EvaluationsPerTeam = 1, EvaluationsPerToken = 1, WaitingPerTeam = 1 });
        var first = (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Given>();
        using var hangUp = new CancellationTokenSource();
        var gone = shares.TakeAsync(Pipeline, Remaining.Of(TimeSpan.FromSeconds(8), _time), hangUp.Token);

        await hangUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(gone);
        first.Dispose();
        (await TakeAsync(shares, Pipeline)).ShouldBeOfType<Turn.Given>();
    }

    [Fact]
    public async Task However_a_team_is_spelt_it_has_one_share()
    {
        using var shares = Of(new SharesOptions { EvaluationsPerTeam = 1, WaitingPerTeam = 0 });
        (await TakeAsync(shares, Argo)).ShouldBeOfType<Turn.Given>();

        (await TakeAsync(shares, Pipeline with { Team = "SHOP" })).ShouldBeOfType<Turn.Shed>().Field.ShouldBe("team");
        (await TakeAsync(shares, Other)).ShouldBeOfType<Turn.Given>();
    }

    private static FairShares Of(SharesOptions shares) => new(Options.Create(shares));

    private Task<Turn> TakeAsync(FairShares shares, Caller caller) => shares.TakeAsync(caller, Remaining.Of(TimeSpan.FromSeconds(8), _time), CancellationToken.None);
}
