using Microsoft.Extensions.Time.Testing;

namespace NewRelic.Api.Tests;

public sealed class DeadlineTests
{
    [Fact]
    public async Task A_New_Relic_that_hangs_is_given_up_within_the_budget()
    {
        var time = new FakeTimeProvider();
        var start = time.GetUtcNow();

        var batch = await time.While(Given.Client(new ScriptedHandler(ScriptedHandler.Never), time: time).QueryAsync(Given.Queries("count"), budget: TimeSpan.FromSeconds(3)), TimeSpan.FromSeconds(10));

        batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error.Kind.ShouldBe(NerdGraphErrorKind.Timeout);
        (time.GetUtcNow() - start).ShouldBeLessThan(TimeSpan.FromSeconds(3.5));
    }

    [Fact]
    public async Task An_attempt_ends_before_the_batch_so_that_another_can_follow()
    {
        var time = new FakeTimeProvider();
        var handler = new ScriptedHandler(ScriptedHandler.Never, ScriptedHandler.Each(_ => "{\"results\":[{\"count\":0}]}"));

        var batch = await time.While(Given.Client(handler, options => options.AttemptTimeout = TimeSpan.FromSeconds(2), time).QueryAsync(Given.Queries("count")), TimeSpan.FromSeconds(10));

        batch.GetRequired("count").Rows[0].Number("count").ShouldBe(0);
        batch.Posts.ShouldBe(2);
    }

    [Theory]
    [InlineData(6, 5)]
    [InlineData(20, 19)]
    [InlineData(2, 5)]
    [InlineData(600, 120)]
    public async Task New_Relic_gives_up_on_a_query_before_the_attempt_ends_so_that_its_siblings_are_answered(int attempt, int expected)
    {
        var handler = new ScriptedHandler(ScriptedHandler.Each(_ => "{\"results\":[]}"));

        await Given.Client(handler, options => (options.TotalTimeout, options.AttemptTimeout) = (TimeSpan.FromSeconds(1000), TimeSpan.FromSeconds(attempt))).QueryAsync(Given.Queries("count"));

        handler.Bodies.Single().GetProperty("variables").GetProperty("timeout").GetInt32().ShouldBe(expected);
    }

    [Fact]
    public void The_shipped_timeouts_leave_room_for_what_New_Relic_says_of_a_slow_query() =>
        (new NerdGraphOptions().AttemptTimeout - TimeSpan.FromSeconds(5)).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));

    [Fact]
    public async Task A_retry_after_beyond_the_budget_is_not_waited_for()
    {
        var time = new FakeTimeProvider();
        var handler = new ScriptedHandler(ScriptedHandler.Body("{}", System.Net.HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(60)));

        var batch = await time.While(Given.Client(handler, time: time).QueryAsync(Given.Queries("count")), TimeSpan.FromSeconds(1));

        batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error.Kind.ShouldBe(NerdGraphErrorKind.RateLimited);
        batch.Posts.ShouldBe(1);
    }

    [Fact]
    public async Task A_retry_after_within_the_budget_is_kept()
    {
        var time = new FakeTimeProvider();
        var start = time.GetUtcNow();
        var handler = new ScriptedHandler(
            ScriptedHandler.Body("{}", System.Net.HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(2)), ScriptedHandler.Each(_ => "{\"results\":[]}"));

        var batch = await time.While(Given.Client(handler, time: time).QueryAsync(Given.Queries("count")), TimeSpan.FromSeconds(10));

        batch["count"].ShouldBeOfType<NrqlOutcome.Answered>();
        (time.GetUtcNow() - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(System.Net.HttpStatusCode.TooManyRequests, "{}")]
    [InlineData(System.Net.HttpStatusCode.OK, """{"errors":[{"message":"too many","extensions":{"errorClass":"TOO_MANY_REQUESTS"}}]}""")]
    public async Task A_limited_rate_without_a_word_how_long_is_left_alone_for_most_of_a_second_and_then_longer(System.Net.HttpStatusCode status, string body)
    {
        var time = new FakeTimeProvider();
        var (start, handler) = (time.GetUtcNow(), new ScriptedHandler(ScriptedHandler.Body(body, status), ScriptedHandler.Body(body, status), ScriptedHandler.Each(_ => "{\"results\":[]}")));

        var batch = await time.While(Given.Client(handler, options => options.RetryDelay = new NerdGraphOptions().RetryDelay, time).QueryAsync(Given.Queries("count")), TimeSpan.FromSeconds(10));

        batch["count"].ShouldBeOfType<NrqlOutcome.Answered>();
        batch.Posts.ShouldBe(3);
        (time.GetUtcNow() - start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(0.8 + 1.6));
    }

    [Theory]
    [InlineData(System.Net.HttpStatusCode.TooManyRequests, 1)]
    [InlineData(System.Net.HttpStatusCode.BadGateway, 2)]
    public async Task A_limited_rate_is_told_as_one_where_the_wait_would_not_end_in_time_and_a_hiccup_is_asked_again(System.Net.HttpStatusCode status, int posts)
    {
        var time = new FakeTimeProvider();
        var handler = new ScriptedHandler(ScriptedHandler.Body("{}", status), ScriptedHandler.Each(_ => "{\"results\":[]}"));

        var batch = await time.While(
            Given.Client(handler, options => (options.RetryDelay, options.TotalTimeout, options.AttemptTimeout) = (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(50)), time).QueryAsync(Given.Queries("count")),
            TimeSpan.FromMinutes(2));

        batch.Posts.ShouldBe(posts);
        (batch["count"] is NrqlOutcome.Failed failed ? failed.Error.Kind : (NerdGraphErrorKind?)null).ShouldBe(posts == 1 ? NerdGraphErrorKind.RateLimited : null);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_told_so()
    {
        using var leaving = new CancellationTokenSource();
        var asking = Given.Client(new ScriptedHandler(ScriptedHandler.Never)).QueryAsync(Given.Queries("count"), ct: leaving.Token);

        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task An_asynchronous_query_is_polled_until_it_is_complete()
    {
        var time = new FakeTimeProvider();
        const string going = "{\"results\":null,\"queryProgress\":{\"completed\":false,\"queryId\":\"abc\",\"retryAfter\":1,\"retryDeadline\":30}}";
        var handler = new ScriptedHandler(ScriptedHandler.Each(_ => going), ScriptedHandler.Each(_ => going), ScriptedHandler.Each(_ => "{\"results\":[{\"count\":5}],\"queryProgress\":{\"completed\":true}}"));
        NrqlQuery[] queries = [Given.Queries("count")[0] with { Async = true }];

        var batch = await time.While(Given.Client(handler, time: time).QueryAsync(queries), TimeSpan.FromSeconds(10));

        batch.GetRequired("count").Rows[0].Number("count").ShouldBe(5);
        batch.Posts.ShouldBe(3);
        batch.Repeated.ShouldBeEmpty("it was looked after, not asked once more");
        handler.Bodies[2].GetProperty("variables").GetProperty("q0_count").GetString().ShouldBe("abc");
    }

    [Fact]
    public async Task Sustained_trouble_opens_the_breaker_and_then_nothing_is_sent()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Dropped);
        var client = Given.Client(handler, options => (options.Retries, options.BreakAfter) = (0, 4));
        for (var i = 0; i < 4; i++)
        {
            await client.QueryAsync(Given.Queries("count"));
        }

        var batch = await client.QueryAsync(Given.Queries("count"));

        batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error.Kind.ShouldBe(NerdGraphErrorKind.CircuitOpen);
        batch.Posts.ShouldBe(0);
        handler.Bodies.Count.ShouldBe(4);
    }

    [Fact]
    public async Task No_more_than_the_allowed_requests_are_in_flight()
    {
        var (now, most) = (0, 0);
        var release = new TaskCompletionSource();
        var handler = new ScriptedHandler(async (request, ct) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await release.Task.WaitAsync(ct);
            Interlocked.Decrement(ref now);
            return await ScriptedHandler.Each(_ => "{\"results\":[]}")(request, ct);
        });
        var client = Given.Client(handler, options => options.Concurrency = 3);

        var asking = Enumerable.Range(0, 10).Select(_ => client.QueryAsync(Given.Queries("count"))).ToList();
        release.SetResult();
        var batches = await Task.WhenAll(asking);

        most.ShouldBeLessThanOrEqualTo(3);
        batches.ShouldAllBe(batch => batch["count"] is NrqlOutcome.Answered);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-3600)]
    public async Task Who_has_no_time_left_is_told_so_and_nobody_is_asked(int seconds)
    {
        var client = Given.Client(new ScriptedHandler(ScriptedHandler.Each(_ => "{\"results\":[]}")));

        var batch = await client.QueryAsync(Given.Queries("count"), budget: TimeSpan.FromSeconds(seconds));
        var probed = await client.ProbeAsync(budget: TimeSpan.FromSeconds(seconds));

        batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error.Kind.ShouldBe(NerdGraphErrorKind.Timeout);
        batch.Posts.ShouldBe(0);
        probed?.Kind.ShouldBe(NerdGraphErrorKind.Timeout);
    }
}
