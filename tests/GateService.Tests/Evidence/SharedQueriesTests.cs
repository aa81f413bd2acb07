using GateService.Evidence;
using GateService.Rations;
using GateService.Tests.Hosting;
using GateService.Tests.Rations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Evidence;

/// <summary>The same questions at the same moment are asked once; whoever gives up takes nobody along.</summary>
public sealed class SharedQueriesTests : IAsyncLifetime
{
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(1);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hungUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedNerdGraph _nerdGraph = null!;
    private SharedQueries _queries = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        var healthy = _nerdGraph.Answer;
        _nerdGraph.Answer = async (http, question) =>
        {
            using var registration = http.RequestAborted.Register(() => _hungUp.TrySetResult());
            _arrived.TrySetResult();
            await Task.WhenAny(_released.Task, _hungUp.Task);
            await healthy(http, question);
        };
        var options = new NerdGraphOptions { Endpoint = _nerdGraph.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, TotalTimeout = Budget, AttemptTimeout = TimeSpan.FromSeconds(50), Accounts = { ["other"] = new() { AccountId = 2 } } };
        _queries = new SharedQueries(new NerdGraphClient(() => new HttpClient(), options), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _released.TrySetResult();
        await _nerdGraph.DisposeAsync();
    }

    [Fact]
    public async Task The_same_questions_under_way_are_asked_once_and_each_reads_the_answer()
    {
        var (one, other) = (AskAsync(), AskAsync());
        _released.SetResult();

        (await one).ShouldBe((true, 1));
        (await other).ShouldBe((true, 0), "what it took is counted once");
        _nerdGraph.Batches.Count.ShouldBe(1);
        (await AskAsync()).ShouldBe((true, 1), "what was answered is over, and asked again");
        _nerdGraph.Batches.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM Transaction WHERE appName = 'another'", null)]
    [InlineData("SELECT count(*) FROM Transaction", "other")]
    public async Task Other_questions_and_other_accounts_are_asked_by_themselves(string nrql, string? account)
    {
        _released.SetResult();

        await Task.WhenAll(AskAsync(), AskAsync(nrql, account));

        _nerdGraph.Batches.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_gives_up_takes_nobody_along(bool isFirst)
    {
        using var leaves = new CancellationTokenSource();
        var (one, other) = (AskAsync(ct: isFirst ? leaves.Token : default), AskAsync(ct: isFirst ? default : leaves.Token));
        await _arrived.Task;

        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(isFirst ? one : other);
        _released.SetResult();

        (await (isFirst ? other : one)).Answered.ShouldBeTrue();
        _hungUp.Task.IsCompleted.ShouldBeFalse();
        _nerdGraph.Batches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task With_the_last_who_waits_the_question_is_given_up()
    {
        using var leave = new CancellationTokenSource();
        var (one, other) = (AskAsync(ct: leave.Token), AskAsync(ct: leave.Token));
        await _arrived.Task;

        await leave.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(one);
        await Should.ThrowAsync<OperationCanceledException>(other);
        await _hungUp.Task.WaitAsync(Budget, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task One_s_own_trouble_with_an_answer_is_nobody_else_s()
    {
        var broken = _queries.QueryAsync<bool>(Questions(), _ => throw new InvalidOperationException("mine"), null, QueryPriority.Step, Budget, default);
        var other = AskAsync();
        _released.SetResult();

        (await Should.ThrowAsync<InvalidOperationException>(broken)).Message.ShouldBe("mine");
        (await other).Answered.ShouldBeTrue();
    }

    /// <summary>A question that is given up soon is no answer for who has more time.</summary>
    [Fact]
    public async Task Who_has_more_time_than_a_question_under_way_asks_by_themselves()
    {
        var soon = _queries.QueryAsync(Questions(), batch => batch["one"], null, QueryPriority.Step, Budget / 2, default);
        var other = AskAsync();
        _released.SetResult();
        await Task.WhenAll(soon, other);

        _nerdGraph.Batches.Count.ShouldBe(2);
    }

    /// <summary>What is asked once more after transient trouble counts at New Relic too, and so it does in the ration; a question that is answered at once counts once.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(0)]
    [InlineData(2)]
    public async Task The_account_s_minute_counts_what_New_Relic_counts(int failures)
    {
        const int most = 10;
        var (ledger, healthy) = (new SharedLedger(), _nerdGraph.Answer);
        _released.SetResult();
        _nerdGraph.Answer = (http, question) =>
        {
            if (_nerdGraph.Batches.Count > failures)
            {
                return healthy(http, question);
            }

            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };
        var options = new NerdGraphOptions { Endpoint = _nerdGraph.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, RetryDelay = TimeSpan.FromMilliseconds(1), QueriesPerMinute = most };
        var time = new FakeTimeProvider();
        using var ration = new QueryRation(ledger.Of("a"), time);
        var queries = new SharedQueries(new NerdGraphClient(() => new HttpClient(), options), TimeProvider.System, ration);

        var answered = await queries.QueryAsync(Questions(), batch => batch["one"] is NrqlOutcome.Answered, null, QueryPriority.Step, Budget, default);

        answered.ShouldBeTrue();
        _nerdGraph.Batches.Count.ShouldBe(1 + failures);
        // Noted when the answer is handed out already.
        while (Taken() <= failures)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Taken().ShouldBe(1 + failures);

        long Taken() => ledger.TakenIn(time.GetUtcNow().ToUnixTimeSeconds() / 60);
    }

    private static IReadOnlyList<NrqlQuery> Questions(string nrql = "SELECT count(*) FROM Transaction") => [new("one", Nrql.Trusted(nrql))];

    private Task<(bool Answered, int Posts)> AskAsync(string nrql = "SELECT count(*) FROM Transaction", string? account = null, CancellationToken ct = default) =>
        _queries.QueryAsync(Questions(nrql), batch => (batch["one"] is NrqlOutcome.Answered, batch.Posts), account, QueryPriority.Step, Budget, ct);
}
