using System.Text.Json;

namespace NewRelic.Api.Tests;

/// <summary>Questions to several accounts: one request where the same key opens them, and each account's trouble is its own.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task Accounts_of_one_key_are_asked_in_one_request()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Body("""{"data":{"actor":{"account":{"q0_a":{"results":[{"count":1}]}},"account1":{"q1_b":{"results":[{"count":2}]}}}}}"""));

        var batch = await Given.Client(handler, options => options.Accounts["other"] = new NerdGraphAccountOptions { AccountId = 2 }).QueryAsync(Queries("other"), ct: TestContext.Current.CancellationToken);

        batch.Posts.ShouldBe(1);
        batch.GetRequired("a").Rows.ShouldHaveSingleItem().Number("count").ShouldBe(1);
        batch.GetRequired("b").Rows.ShouldHaveSingleItem().Number("count").ShouldBe(2);
        var asked = handler.Bodies.ShouldHaveSingleItem();
        asked.GetProperty("query").GetString()!.ShouldContain("account(id: $accountId){ q0_a: nrql(");
        asked.GetProperty("query").GetString()!.ShouldContain("account1: account(id: $account1Id){ q1_b: nrql(");
        asked.GetProperty("variables").GetProperty("account1Id").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task An_account_of_another_key_is_asked_beside()
    {
        var handler = new ScriptedHandler((request, _) => Answer(request));

        var batch = await Given.Client(handler, options => options.Accounts["other"] = new NerdGraphAccountOptions { AccountId = 2, ApiKey = "NRAK-OTHER" }).QueryAsync(Queries("other"), ct: TestContext.Current.CancellationToken);

        batch.Posts.ShouldBe(2);
        batch.GetRequired("b").Rows.ShouldHaveSingleItem().Number("count").ShouldBe(2);
        handler.Bodies.Select(body => body.GetProperty("variables").GetProperty("accountId").GetInt32()).Order().ShouldBe([1, 2]);

        static Task<HttpResponseMessage> Answer(JsonElement request)
        {
            var account = request.GetProperty("variables").GetProperty("accountId").GetInt32();
            var alias = ScriptedHandler.Aliases(request).Single();
            return ScriptedHandler.Body($"{{\"data\":{{\"actor\":{{\"account\":{{\"{alias}\":{{\"results\":[{{\"count\":{account}}}]}}}}}}}}}}")(request, CancellationToken.None);
        }
    }

    [Fact]
    public async Task An_account_that_is_not_configured_takes_only_its_own_questions_along()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Each(_ => """{"results":[{"count":1}]}"""));

        var batch = await Given.Client(handler).QueryAsync(Queries("missing"), ct: TestContext.Current.CancellationToken);

        batch["a"].ShouldBeOfType<NrqlOutcome.Answered>();
        batch["b"].ShouldBeOfType<NrqlOutcome.Failed>().Error.Message.ShouldContain("no New Relic account 'missing' is configured");
    }

    [Fact]
    public async Task An_account_that_is_refused_takes_only_its_own_questions_along()
    {
        var handler = new ScriptedHandler(ScriptedHandler.Body(
            """{"data":{"actor":{"account":{"q0_a":{"results":[{"count":1}]}},"account1":null}},"errors":[{"message":"no access to account 2","path":["actor","account1"],"extensions":{"errorClass":"ACCESS_DENIED"}}]}"""));

        var batch = await Given.Client(handler, options => options.Accounts["other"] = new NerdGraphAccountOptions { AccountId = 2 }).QueryAsync(Queries("other"), ct: TestContext.Current.CancellationToken);

        batch["a"].ShouldBeOfType<NrqlOutcome.Answered>();
        batch["b"].ShouldBeOfType<NrqlOutcome.Failed>().Error.Message.ShouldContain("no access to account 2");
    }

    private static NrqlQuery[] Queries(string account) => [.. Given.Queries("a"), Given.Queries("b")[0] with { Account = account }];
}
