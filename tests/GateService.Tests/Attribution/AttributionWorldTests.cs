using System.Text.Json;
using GateService.Core.Evidence;
using GateService.Tests.Hosting;

namespace GateService.Tests.Attribution;

/// <summary>
/// Worlds whose truth is known, end to end through HTTP: ten minutes of five canary requests a second by the default policy. Numbers are those of the
/// labelled scenarios of the field survey, with what a perfect gate would say.
/// </summary>
public sealed class AttributionWorldTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Theory]
    [InlineData("healthy", "pass", "", "")] // 1
    [InlineData("ownRegression", "fail", "NullReferenceException 500 x", "selfInflicted")] // 2
    [InlineData("totalFailureBurst", "fail", "emergency", "selfInflicted")] // 3
    [InlineData("upstreamDegraded", "pass", "upstream, corroborated", "upstream")] // 5
    [InlineData("ownRegressionInOutage", "fail", "payments-api judged apart", "selfInflicted")] // 6
    [InlineData("nPlusOne", "fail", "postgres fails ", "selfInflicted")] // 7
    [InlineData("canaryOverloadsDependency", "fail", "x as often per request as stable, and overloads it: ", "selfInflicted")] // 8
    [InlineData("shortenedTimeout", "fail", "payments-api fails ", "selfInflicted")] // 9
    [InlineData("retryMasking", "pass", "", "")] // 11
    [InlineData("retryStorm", "fail", "x as often per request as stable, and overloads it: ", "selfInflicted")]
    [InlineData("noTraffic", "inconclusive", "the canary is not serving", "")] // 15
    [InlineData("coldStart", "pass", "", "")] // 19
    [InlineData("weightNotApplied", "inconclusive", "% of the latest requests at weight", "")] // 20
    [InlineData("starvedCanary", "inconclusive", "starved of CPU", "")]
    public async Task The_verdict_is_the_truth_of_the_world_and_names_its_ground(string kind, string verdict, string ground, string origin)
    {
        var service = await shop.PlayAsync(kind);

        var answer = await shop.AskAsync(service);

        answer.GetProperty("verdict").GetString().ShouldBe(verdict, answer.GetProperty("summary").GetString());
        answer.GetProperty("objectives").ToString().ShouldContain(ground.Length == 0 ? "met" : ground);
        if (origin.Length > 0)
        {
            var largest = answer.GetProperty("attribution").GetProperty("classes").EnumerateArray().First();
            (largest.GetProperty("origin").GetString() == origin || answer.GetProperty("attribution").GetProperty("classes").EnumerateArray().Any(known => known.GetProperty("origin").GetString() == origin && known.GetProperty("canary").GetDouble() > 10))
                .ShouldBeTrue(answer.GetProperty("attribution").ToString());
        }
    }

    [Theory]
    [InlineData("upstreamDegraded")] // 5
    [InlineData("zoneSkew")] // 10
    [InlineData("oneBadClient")] // 22
    [InlineData("outageBeforeStart")] // 4, started nevertheless
    public async Task What_the_change_did_not_do_never_fails_it(string kind)
    {
        foreach (var minutes in new[] { 5, 10 })
        {
            var answer = await shop.AskAsync(await shop.PlayAsync(kind), minutes);

            answer.GetProperty("verdict").GetString().ShouldNotBe("fail", answer.GetProperty("summary").GetString());
        }
    }

    [Theory]
    [InlineData("upstreamDegraded")]
    [InlineData("ownRegressionInOutage")]
    [InlineData("nPlusOne")]
    [InlineData("canaryOverloadsDependency")]
    [InlineData("shortenedTimeout")]
    [InlineData("retryStorm")]
    [InlineData("ownRegression")]
    public async Task Nearly_every_labelled_error_of_the_canary_gets_its_true_origin(string kind)
    {
        var service = await shop.PlayAsync(kind);
        var labels = await shop.LabelsAsync(service);
        var origins = (await shop.AskAsync(service)).GetProperty("attribution").GetProperty("classes").EnumerateArray()
            .ToDictionary(known => (known.GetProperty("type").GetString(), known.GetProperty("status").GetString(), known.GetProperty("message").GetString()), known => known.GetProperty("origin").GetString());

        var right = labels.Where(label => origins.GetValueOrDefault((label.Type, label.Status, label.Message is { } message ? ErrorMessage.Stable(message) : null)) == label.Origin).Sum(label => label.Count);

        (right / labels.Sum(label => label.Count)).ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact] // 4
    public async Task Preflight_does_not_start_a_change_into_a_fire()
    {
        var answer = await shop.PreflightAsync(await shop.PlayAsync("outageBeforeStart"));

        answer.GetProperty("verdict").GetString().ShouldBe("inconclusive");
        answer.GetProperty("summary").GetString()!.ShouldContain("payments-api is failing");
        answer.GetProperty("objectives").EnumerateArray().Last().GetProperty("undecided").GetString().ShouldBe("stableUnhealthy");
    }

    [Fact]
    public async Task Preflight_lets_a_change_begin_where_stable_is_as_it_was() =>
        (await shop.PreflightAsync(await shop.PlayAsync("healthy"))).GetProperty("verdict").GetString().ShouldBe("pass");

    [Fact]
    public async Task Preflight_lets_a_fix_through_where_the_policy_judges_only_against_stable()
    {
        var answer = await shop.PreflightAsync(await shop.PlayAsync("outageBeforeStart"), "http-fix");

        answer.GetProperty("verdict").GetString().ShouldBe("pass");
        answer.GetProperty("objectives").ToString().ShouldContain("let through, because the policy judges only against stable");
    }

    [Fact] // 25
    public async Task A_fix_passes_while_the_service_is_on_fire()
    {
        var service = await shop.PlayAsync("fixDuringIncident", weight: 50);

        var (held, passed) = (await shop.AskAsync(service, weight: 50), await shop.AskAsync(service, policy: "http-fix", weight: 50));

        held.GetProperty("summary").GetString()!.ShouldContain("is worse: not shown to be this change");
        passed.GetProperty("verdict").GetString().ShouldBe("pass", passed.GetProperty("summary").GetString());
    }

    [Fact] // 11
    public async Task More_calls_without_more_errors_are_worth_a_note() =>
        Warnings(await shop.AskAsync(await shop.PlayAsync("retryMasking"))).ShouldContain(warning => warning.StartsWith("the canary calls payments-api 2.", StringComparison.Ordinal));

    [Fact]
    public async Task Whatever_is_learnt_of_errors_an_evaluation_that_fails_is_three_requests_to_New_Relic()
    {
        // Nobody else asks about a weight of 12: stable's quantiles are not known yet.
        var service = await shop.PlayAsync("nPlusOne", weight: 12);
        var posts = new List<int>();
        for (var minutes = 8; minutes <= 10; minutes++)
        {
            posts.Add((await shop.AskAsync(service, minutes, weight: 12)).GetProperty("evidence").GetProperty("posts").GetInt32());
        }

        // What is judged, what explains it, and the canary's pods, because it would fail.
        posts.ShouldBe([4, 3, 3]);
    }

    [Fact]
    public async Task Without_a_control_nothing_is_corroborated_and_the_suspect_is_named()
    {
        var answer = await shop.AskAsync(await shop.PlayAsync("upstreamDegraded"), strategy: "blueGreen");

        answer.GetProperty("verdict").GetString().ShouldBe("fail");
        answer.GetProperty("attribution").GetProperty("accounts").ToString().ShouldContain("noControl");
        answer.GetProperty("attribution").GetProperty("upstream").GetProperty("canary").GetDouble().ShouldBe(0);
    }

    [Fact]
    public async Task Without_traces_the_agents_own_counters_still_show_amplification()
    {
        await shop.Simulator.FaultAsync(new { kind = "errorClass", errorClass = "INVALID_INPUT", match = "FROM Span" });
        try
        {
            var answer = await shop.AskAsync(await shop.PlayAsync("retryStorm"));

            answer.GetProperty("verdict").GetString().ShouldBe("fail", answer.GetProperty("summary").GetString());
            answer.GetProperty("summary").GetString()!.ShouldContain("x as often per request as stable");
        }
        finally
        {
            await shop.Simulator.Client.DeleteAsync("/simulator/faults");
        }
    }

    [Fact]
    public async Task Where_New_Relic_cannot_tell_errors_apart_all_count_as_the_services_own()
    {
        await shop.Simulator.FaultAsync(new { kind = "errorClass", errorClass = "INVALID_INPUT", match = "FACET if(error.class" });
        try
        {
            var answer = await shop.AskAsync(await shop.PlayAsync("upstreamDegraded"));

            answer.GetProperty("verdict").GetString().ShouldBe("inconclusive");
            answer.GetProperty("attribution").ValueKind.ShouldBe(JsonValueKind.Null);
            Warnings(answer).ShouldContain(warning => warning.StartsWith("errors could not be told apart by origin", StringComparison.Ordinal));
        }
        finally
        {
            await shop.Simulator.Client.DeleteAsync("/simulator/faults");
        }
    }

    [Theory]
    [InlineData("upstreamDegraded")]
    [InlineData("zoneSkew")]
    [InlineData("canaryOverloadsDependency")]
    [InlineData("shortenedTimeout")]
    [InlineData("retryStorm")]
    [InlineData("starvedCanary")]
    public async Task One_query_about_errors_or_calls_that_fails_makes_no_pass_and_no_failure(string kind)
    {
        var service = await shop.PlayAsync(kind);
        var whole = await shop.AskAsync(service);
        foreach (var name in new[] { "errors", "errors-stable", "error-names", "error-names-stable", "calls", "times", "failed-calls", "failed-calls-stable", "failed-requests", "failed-requests-stable" })
        {
            var nrql = whole.GetProperty("evidence").GetProperty("queries").EnumerateArray().Single(query => query.GetProperty("name").GetString() == name).GetProperty("nrql").GetString();
            await shop.Simulator.FaultAsync(new { kind = "errorClass", errorClass = "INVALID_INPUT", match = nrql });
            try
            {
                var answer = await shop.AskAsync(service);

                answer.GetProperty("evidence").GetProperty("queries").ToString().ShouldContain("InvalidInput");
                answer.Verdict().ShouldBeOneOf([whole.Verdict(), "inconclusive"], $"without {name}: {answer.Reason()}");
            }
            finally
            {
                await shop.Simulator.Client.DeleteAsync("/simulator/faults");
            }
        }
    }

    private static IEnumerable<string> Warnings(JsonElement answer) => answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!);
}
