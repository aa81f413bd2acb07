using System.Net;

namespace NewRelic.Api.Tests;

/// <summary>What New Relic answers, and what becomes of it; bodies as documented or captured.</summary>
public sealed class AnswerTests
{
    private const string Count = "{\"results\":[{\"count\":1542}]}";

    [Fact]
    public async Task Many_queries_travel_in_one_post_as_variables()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Each(_ => Count));

        var batch = await Given.Client(handler).QueryAsync(Given.Queries("series", "total"));

        batch.Posts.ShouldBe(1);
        batch.GetRequired("series").Rows[0].Number("count").ShouldBe(1542);
        batch.GetRequired("total").Rows[0].Number("count").ShouldBe(1542);
        var request = handler.Bodies.ShouldHaveSingleItem();
        request.GetProperty("query").GetString().ShouldNotBeNull().ShouldNotContain("Transaction");
        request.GetProperty("variables").GetProperty("q0_series").GetString().ShouldBe("SELECT count(*) FROM Transaction WHERE appName = 'series'");
        request.GetProperty("variables").GetProperty("timeout").GetInt32().ShouldBeInRange(5, 120);
        handler.Headers[0].GetValues("API-Key").ShouldHaveSingleItem().ShouldBe(Given.Key);
    }

    /// <summary>Answers are shown, logged and kept.</summary>
    [Theory]
    [InlineData(System.Net.HttpStatusCode.Forbidden)]
    [InlineData(System.Net.HttpStatusCode.OK)]
    public async Task An_answer_that_repeats_our_key_does_not_carry_it_on(System.Net.HttpStatusCode status)
    {
        var body = $$$"""{"data":{"actor":{"account":null}},"errors":[{"message":"no user for {{{Given.Key}}} or {{{Given.Key}}}","extensions":{"errorClass":"{{{Given.Key}}}"},"path":["actor","account"]}]}""";

        var batch = await Given.Client(new ScriptedHandler(ScriptedHandler.Body(body, status))).QueryAsync(Given.Queries("count"));

        var error = batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error;
        $"{error} {error.ErrorClass}".ShouldNotContain(Given.Key);
        error.Message.ShouldContain("no user for ***");
    }

    [Fact]
    public async Task Why_there_is_no_connection_is_said_and_not_that_something_inside_says_it()
    {
        var refused = new System.Security.Authentication.AuthenticationException("The remote certificate is invalid because of errors in the certificate chain: NotTimeValid");
        var handler = new ScriptedHandler((_, _) => throw new HttpRequestException("The SSL connection could not be established, see inner exception.", refused));

        var batch = await Given.Client(handler, options => options.Retries = 0).QueryAsync(Given.Queries("count"));

        batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error.Message.ShouldBe(
            "no connection to New Relic at nerdgraph.test: its certificate has expired or is not yet valid (The remote certificate is invalid because of errors in the certificate chain: NotTimeValid)");
    }

    [Fact]
    public async Task Partial_data_is_kept()
    {
        const string errors = "[{\"message\":\"NRQL Syntax Error: Error at line 1 position 8, unexpected 'x'\",\"path\":[\"actor\",\"account\",\"q1_bad\"],\"extensions\":{\"errorClass\":\"INVALID_INPUT\",\"errorCode\":\"NRDB:1102004\"}}]";
        var handler = new ScriptedHandler(ScriptedHandler.Each(alias => alias.EndsWith("bad", StringComparison.Ordinal) ? null : Count, errors));

        var batch = await Given.Client(handler).QueryAsync(Given.Queries("good", "bad"));

        batch["good"].ShouldBeOfType<NrqlOutcome.Answered>();
        var error = batch["bad"].ShouldBeOfType<NrqlOutcome.Failed>().Error;
        error.Kind.ShouldBe(NerdGraphErrorKind.InvalidInput);
        error.ErrorCode.ShouldBe("NRDB:1102004");
        error.IsTransient.ShouldBeFalse();
        batch.Posts.ShouldBe(1);
    }

    [Fact]
    public async Task Only_what_failed_transiently_is_asked_again()
    {
        const string errors = "[{\"message\":\"NRDB query duration exceeded the set timeout\",\"path\":[\"actor\",\"account\",\"q1_slow\"],\"extensions\":{\"errorClass\":\"TIMEOUT\"}}]";
        var handler = new ScriptedHandler(ScriptedHandler.Each(alias => alias.EndsWith("slow", StringComparison.Ordinal) ? null : Count, errors), ScriptedHandler.Each(_ => Count));

        var batch = await Given.Client(handler).QueryAsync(Given.Queries("fast", "slow"));

        batch["slow"].ShouldBeOfType<NrqlOutcome.Answered>();
        batch.Posts.ShouldBe(2);
        batch.Repeated.ShouldBe(new Dictionary<int, int> { [1] = 1 });
        ScriptedHandler.Aliases(handler.Bodies[1]).ShouldBe(["q1_slow"]);
    }

    [Fact]
    public async Task A_deprecation_notice_beside_good_data_is_ignored()
    {
        const string errors = "[{\"message\":\"This field is deprecated! Please use something else.\",\"path\":[\"actor\",\"account\",\"q0_count\"]}]";

        var batch = await Given.Client(new ScriptedHandler(ScriptedHandler.Each(_ => Count, errors))).QueryAsync(Given.Queries("count"));

        batch["count"].ShouldBeOfType<NrqlOutcome.Answered>();
    }

    [Theory]
    [InlineData("TIMEOUT", NerdGraphErrorKind.Timeout, true)]
    [InlineData("INVALID_INPUT", NerdGraphErrorKind.InvalidInput, false)]
    [InlineData("SERVER_ERROR", NerdGraphErrorKind.ServerError, true)]
    [InlineData("INTERNAL_SERVER_ERROR", NerdGraphErrorKind.ServerError, true)]
    [InlineData("TOO_MANY_REQUESTS", NerdGraphErrorKind.RateLimited, true)]
    [InlineData("ACCESS_DENIED", NerdGraphErrorKind.Forbidden, false)]
    [InlineData("FORBIDDEN", NerdGraphErrorKind.Forbidden, false)]
    [InlineData("NOT_FOUND", NerdGraphErrorKind.NotFound, false)]
    [InlineData("SOMETHING_NEW", NerdGraphErrorKind.Unknown, false)]
    public async Task Every_error_class_has_its_kind(string errorClass, NerdGraphErrorKind kind, bool transient)
    {
        var body = $$$"""{"data":{"actor":{"account":null}},"errors":[{"message":"no","extensions":{"errorClass":"{{{errorClass}}}"},"path":["actor","account"]}]}""";

        var (error, posts) = await Fail(ScriptedHandler.Body(body));

        error.Kind.ShouldBe(kind);
        error.ErrorClass.ShouldBe(errorClass);
        posts.ShouldBe(transient ? 3 : 1);
    }

    [Theory]
    [InlineData(HttpStatusCode.PaymentRequired, NerdGraphErrorKind.PaymentRequired)]
    [InlineData(HttpStatusCode.Forbidden, NerdGraphErrorKind.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests, NerdGraphErrorKind.RateLimited)]
    [InlineData(HttpStatusCode.BadGateway, NerdGraphErrorKind.ServerError)]
    [InlineData(HttpStatusCode.NotFound, NerdGraphErrorKind.NotFound)]
    [InlineData(HttpStatusCode.Redirect, NerdGraphErrorKind.MalformedResponse)]
    public async Task Every_status_has_its_kind(HttpStatusCode status, NerdGraphErrorKind kind) => (await Fail(ScriptedHandler.Body("<html>", status, "text/html"))).Error.Kind.ShouldBe(kind);

    [Fact]
    public async Task A_bad_key_is_told_apart_and_not_asked_again()
    {
        var (error, posts) = await Fail(ScriptedHandler.Body(
            """{"errors":[{"extensions":{"error_code":"BAD_API_KEY"},"message":"Bad API Key or no API Key provided"}]}""", HttpStatusCode.Unauthorized));

        error.Kind.ShouldBe(NerdGraphErrorKind.Unauthorized);
        error.Message.ShouldContain("Bad API Key or no API Key provided");
        posts.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<html>login</html>", "no JSON")]
    [InlineData("{\"data\":{\"actor\":", "no JSON")]
    [InlineData("null", "a json null")]
    [InlineData("[]", "a json array")]
    [InlineData("{}", "no account data")]
    [InlineData("{\"data\":{\"actor\":{\"account\":{\"q0_count\":{\"results\":7}}}}}", "no results for 'count'")]
    public async Task A_200_that_is_no_answer_is_malformed_and_says_what_came(string body, string expected)
    {
        var (error, posts) = await Fail(ScriptedHandler.Body(body));

        error.Kind.ShouldBe(NerdGraphErrorKind.MalformedResponse);
        error.Message.ShouldContain(expected);
        posts.ShouldBe(3);
    }

    [Fact]
    public async Task A_dropped_connection_is_asked_again()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Dropped, ScriptedHandler.Each(_ => Count));

        var batch = await Given.Client(handler).QueryAsync(Given.Queries("count"));

        batch["count"].ShouldBeOfType<NrqlOutcome.Answered>();
        batch.Posts.ShouldBe(2);
    }

    [Fact]
    public async Task A_missing_key_is_an_error_that_names_the_setting_and_nothing_is_sent()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Each(_ => Count));

        var batch = await Given.Client(handler, options => options.ApiKey = "").QueryAsync(Given.Queries("count"));

        batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error.Message.ShouldContain("NewRelic:ApiKey");
        handler.Bodies.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_named_account_has_its_own_id_and_takes_the_rest_from_the_default()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Each(_ => Count));

        await Given.Client(handler, options => options.Accounts["eu"] = new NerdGraphAccountOptions { AccountId = 77 }).QueryAsync(Given.Queries("count"), "eu");

        handler.Bodies[0].GetProperty("variables").GetProperty("accountId").GetInt32().ShouldBe(77);
    }

    [Fact]
    public async Task No_error_ever_shows_the_key()
    {
        foreach (var answer in new[] { ScriptedHandler.Dropped, ScriptedHandler.Body("no"), ScriptedHandler.Body("no", HttpStatusCode.Unauthorized) })
        {
            var (error, _) = await Fail(answer);
            new NerdGraphException(error).ToString().ShouldNotContain(Given.Key);
        }

        Given.Options().ToString().ShouldNotContain(Given.Key);
    }

    [Fact]
    public async Task A_query_that_is_too_long_is_refused_before_it_is_sent() =>
        (await Should.ThrowAsync<ArgumentException>(() => Given.Client(new ScriptedHandler(ScriptedHandler.Dropped)).QueryAsync(Given.Queries(new string('x', 4_000))))).Message.ShouldContain("bytes");

    private static async Task<(NerdGraphError Error, int Posts)> Fail(Func<System.Text.Json.JsonElement, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        var batch = await Given.Client(new ScriptedHandler(answer)).QueryAsync(Given.Queries("count"));
        return (batch["count"].ShouldBeOfType<NrqlOutcome.Failed>().Error, batch.Posts);
    }
}
