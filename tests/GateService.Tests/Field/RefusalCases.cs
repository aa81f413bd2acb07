using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>Callers are refused at all times and nobody is to blame; a canary that refuses more than stable refuses good requests.</summary>
public sealed class RefusalCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Both refuse alike, few or many: that is the callers' business.</summary>
    [Theory]
    [InlineData(401, 0.05)]
    [InlineData(422, 0.1)]
    [InlineData(400, 0.05)]
    [InlineData(499, 0.03)]
    [InlineData(402, 0.05)]
    [InlineData(412, 0.2)]
    public async Task What_both_versions_refuse_is_the_callers_mistake(int status, double share)
    {
        var answer = await JudgeAsync(status, share, share);

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    /// <summary>A canary that takes good tokens or good bodies for bad ones, beside a stable that refuses none, and beside one that refuses some.</summary>
    [Theory]
    [InlineData(401, 0, 0.05)]
    [InlineData(422, 0, 0.05)]
    [InlineData(400, 0, 0.05)]
    [InlineData(405, 0, 0.05)]
    [InlineData(402, 0.03, 0.5)]
    [InlineData(412, 0, 0.3)]
    [InlineData(423, 0, 0.05)]
    [InlineData(499, 0.03, 0.12)]
    [InlineData(401, 0.05, 0.15)]
    [InlineData(422, 0.05, 0.15)]
    public async Task What_the_canary_alone_refuses_is_not(int status, double stable, double canary)
    {
        var answer = await JudgeAsync(status, stable, canary);

        answer.Verdict().ShouldBeOneOf(["fail", "inconclusive"], answer.Reason());
        answer.Reason().ShouldContain("refusal-rate");
    }

    /// <summary>What used to end in a 500 is answered with 400: nobody loses anything. Beyond what it no longer fails a refusal is one, and so is one beside a stable that fails nothing.</summary>
    [Theory]
    [InlineData(0.03, 0, 0.03, "pass")]
    [InlineData(0.06, 0, 0.06, "inconclusive")]
    [InlineData(0.03, 0.03, 0.06, "fail")]
    [InlineData(0.03, 0, 0.2, "fail")]
    [InlineData(0, 0, 0.06, "fail")]
    public async Task A_refusal_in_place_of_an_error_is_no_more_than_that(double stableFails, double canaryFails, double canaryRefuses, string verdict)
    {
        var users = Users("signup") with { PerMinute = 900 };
        var failed = FieldRollout.Saying(("http.statusCode", 500), ("error", true), ("error.class", "java.lang.IllegalStateException"));
        var rollout = new FieldRollout("signup")
            .Stable(users with { But = [(stableFails, failed)] })
            .Canary(users with { PerMinute = 300, But = [(canaryFails, failed), (canaryRefuses, FieldRollout.Saying(("http.statusCode", 400)))] });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.GetProperty("objectives").EnumerateArray().Single(finding => finding.GetProperty("objective").GetString() == "refusal-rate").GetProperty("reason").GetString()!
            .Contains("refused requests, by which the canary fails fewer than stable", StringComparison.Ordinal).ShouldBe(verdict == "pass");
    }

    /// <summary>
    /// The canary refuses 8 % from a minute on, beside a stable that fails 8 %: all of its pods in the same minutes, which is the canary's refusal in place of an error; one of its pods alone; or all of them, and that is over.
    /// </summary>
    [Theory]
    [InlineData("all", "pass")]
    [InlineData("one", "fail")]
    [InlineData("over", "fail")]
    [InlineData("marked", "pass")]
    public async Task Refusals_are_excused_by_what_stable_fails_in_the_same_minutes_and_not_in_one_pod(string story, string verdict)
    {
        var service = $"signup-{story}";
        var users = Users(service) with { PerMinute = 900 };
        var failed = story == "marked" ? FieldRollout.Saying(("http.statusCode", 200), ("error", true), ("error.class", "graphql.GraphQLError"))
            : FieldRollout.Saying(("http.statusCode", 500), ("error", true), ("error.class", "java.lang.OutOfMemoryError"));
        var (pods, refused) = (FieldRollout.StablePods(service), FieldRollout.Saying(("http.statusCode", 400)));
        var (until, from) = story == "over" ? (4, 5) : (FieldRollout.Until, 0);
        var rollout = new FieldRollout(service)
            .Stable(users with { PerMinute = 600, Pods = [pods[1], pods[2]], To = 0 })
            .Stable(users with { PerMinute = 300, Pods = [pods[0]], To = 0 })
            .With(users with { PerMinute = 300, Pods = [pods[0]], From = 0, To = until, But = [(story == "one" ? 0.24 : 0.08, failed)] })
            .With(users with { PerMinute = 600, Pods = [pods[1], pods[2]], From = 0, To = until, But = story == "one" ? [] : [(0.08, failed)] })
            .With(users with { Pods = pods, From = until })
            .Canary(users with { PerMinute = 300, To = from })
            .Canary(users with { PerMinute = 300, From = from, But = [(0.065, refused)] });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.GetProperty("objectives").EnumerateArray().Single(finding => finding.GetProperty("objective").GetString() == "refusal-rate").GetProperty("outcome").GetString()
            .ShouldBe(verdict == "pass" ? "met" : "tripped", answer.Reason());
    }

    /// <summary>gRPC's codes that are the caller's, as Java, Node and Go write them, and with them the caller that no longer waited: many more beside stable's few, or as many in both.</summary>
    [Theory]
    [InlineData("http.statusCode", "1", 0.04, 0.001, false)]
    [InlineData("http.statusCode", "1", 0.04, 0.04, true)]
    [InlineData("http.statusCode", "9", 0.4, 0.002, false)]
    [InlineData("response.status", "10", 0.3, 0.002, false)]
    [InlineData("response.status", "10", 0.05, 0.05, true)]
    [InlineData("response.status", "11", 0.2, 0, false)]
    [InlineData("grpcStatusCode", "Aborted", 0.3, 0.002, false)]
    [InlineData("grpcStatusCode", "Canceled", 0.2, 0.005, false)]
    [InlineData("grpcStatusCode", "FailedPrecondition", 0.05, 0.05, true)]
    public async Task So_are_those_of_grpc(string attribute, string code, double canary, double stable, bool passes)
    {
        JsonNode told = int.TryParse(code, out var number) ? number : code;
        var calls = new Traffic
        {
            PerMinute = 900,
            Says = FieldRollout.Saying(("appName", "calls"), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), (attribute, attribute == "grpcStatusCode" ? "OK" : 0), ("error", false)),
        };
        var refused = FieldRollout.Saying((attribute, told.DeepClone()), ("error", true));
        var rollout = new FieldRollout("calls").Stable(calls with { But = [(stable, refused)] }).Canary(calls with { PerMinute = 300, But = [(canary, refused)] });

        var answer = await gate.JudgeAsync(rollout, "grpc-default");

        answer.Verdict().ShouldBe(passes ? "pass" : "fail", answer.Reason());
        answer.Reason().Contains("error-rate 0 %", StringComparison.Ordinal).ShouldBe(passes, answer.Reason());
    }

    /// <summary>
    /// Twice what stable refuses is near the margin of half as much more: ten minutes at a quarter of this traffic cannot show it and the answer says what they could; where the
    /// step asks for proof, it does not pass.
    /// </summary>
    [Fact]
    public async Task What_cannot_be_shown_yet_is_not_called_proven_and_does_not_pass_where_proof_is_asked()
    {
        var early = await JudgeAsync(401, 0.05, 0.1);
        var late = await JudgeAsync(401, 0.05, 0.1, 50);

        early.Reason().ShouldStartWith("no harm shown by all 5 objectives: ");
        early.Reason().ShouldContain("; at 2");
        early.Reason().ShouldContain("can show refusal-rate rise from 5 % to");
        late.Verdict().ShouldBeOneOf(["fail", "inconclusive"], late.Reason());
        late.Reason().ShouldContain("refusal-rate");
    }

    /// <summary>
    /// Blue/green: after the switch nothing of stable serves beside the new version, which takes good tokens for bad ones from its first request on, or from the sixth minute, when somebody's tokens may have run
    /// out; or the callers were refused as often before; or a burst of them logs in anew and is over. A preview that few ask, and that refuses most of them, is no switch.
    /// </summary>
    [Theory]
    [InlineData(0.01, 0.3, 0, 12, "fail", "when the traffic was switched to it, stable refused 0.9")]
    [InlineData(0.01, 0.3, 6, 12, "inconclusive", "but it did not begin with the new version")]
    [InlineData(0.3, 0.3, 0, 12, "pass", "")]
    [InlineData(0.01, 0.01, 0, 12, "pass", "")]
    [InlineData(0.01, 0.3, 0, 3, "pass", "")]
    public async Task After_a_switch_stables_own_past_says_what_callers_are_refused(double before, double after, double from, double to, string verdict, string said)
    {
        var service = $"switched-{before * 100:0}-{after * 100:0}-{from:0}-{to:0}";
        var (users, refused) = (Users(service), FieldRollout.Saying(("http.statusCode", 401), ("error", true)));
        var rollout = new FieldRollout(service)
            .With(users with { Pods = FieldRollout.StablePods(service), From = -FieldRollout.Past, To = 0, But = [(before, refused)] })
            .Canary(users with { PerMinute = 10, From = -5, To = 0, But = [(0.8, refused)] })
            .Canary(users with { To = from, But = [(before, refused)] })
            .Canary(users with { From = from, To = to, But = [(after, refused)] })
            .Canary(users with { From = to, But = [(before, refused)] });

        var answer = await gate.JudgeAsync(rollout, "http-default", ("strategy", "blueGreen"), ("stepWeight", "100"), ("rolloutStartedAt", $"{FieldRollout.Begin.AddMinutes(-5):O}"), ("stepStartedAt", $"{FieldRollout.Begin:O}"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
        answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ShouldNotContain(warning => warning.Contains("refusal-rate is not judged", StringComparison.Ordinal));
    }

    /// <summary>GraphQL errors in a 200 that stable answered in the whole hour before are none of the new version's; six times as many are.</summary>
    [Theory]
    [InlineData("blueGreen", 0.02, 0.02, "pass")]
    [InlineData("blueGreen", 0.02, 0.12, "fail")]
    [InlineData("blueGreen", 0.0005, 0.02, "fail")]
    [InlineData("canary", 0.02, 0.02, "pass")]
    [InlineData("canary", 0.02, 0.12, "fail")]
    public async Task What_stable_always_failed_is_not_the_new_versions(string strategy, double before, double after, string verdict)
    {
        var service = $"graph-{strategy.ToLowerInvariant()}-{before * 10_000:0}-{after * 100:0}";
        var (users, marked) = (Users(service), FieldRollout.Saying(("http.statusCode", 200), ("error", true)));
        var rollout = new FieldRollout(service)
            .With(users with { Pods = FieldRollout.StablePods(service), From = -FieldRollout.Past, To = 0, But = [(before, marked)] })
            .Canary(users with { But = [(after, marked)] });

        var answer = await gate.JudgeAsync(rollout, "http-default", ("strategy", strategy), ("stepWeight", "100"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).Any(warning => warning.StartsWith("success-rate: stable did not keep 99.5 % in the hour before", StringComparison.Ordinal)).ShouldBe(before > 0.01, answer.ToString());
    }

    /// <summary>A canary that begins to refuse when it gets all of the traffic has no stable beside it either.</summary>
    [Theory]
    [InlineData(0.3, "fail", "when it got all of the traffic, stable refused 0.9")]
    [InlineData(0.01, "pass", "")]
    public async Task Neither_has_a_canary_with_all_of_the_traffic(double after, string verdict, string said)
    {
        var (users, refused) = (Users("whole"), FieldRollout.Saying(("http.statusCode", 401), ("error", true)));
        var rollout = new FieldRollout("whole")
            .With(users with { Pods = FieldRollout.StablePods("whole"), From = -FieldRollout.Past, To = 0, But = [(0.01, refused)] })
            .Canary(users with { PerMinute = 300, From = -10, To = 0, But = [(0.01, refused)] })
            .Canary(users with { But = [(after, refused)] });

        var answer = await gate.JudgeAsync(rollout, "http-default", ("stepWeight", "100"), ("rolloutStartedAt", $"{FieldRollout.Begin.AddMinutes(-10):O}"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    private static Traffic Users(string service) => new()
    {
        PerMinute = 1200,
        Says = FieldRollout.Saying(("appName", service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("request.uri", "/accounts"), ("http.statusCode", 200), ("error", false)),
    };

    /// <param name="status">Of what is refused.</param>
    /// <param name="stable">Share that stable refuses.</param>
    /// <param name="canary">Share that the canary refuses.</param>
    /// <param name="weight">The canary's, in percent of 1,200 requests a minute.</param>
    private async Task<JsonElement> JudgeAsync(int status, double stable, double canary, int weight = 25)
    {
        var users = new Traffic
        {
            PerMinute = 1200 * (100 - weight) / 100,
            Says = FieldRollout.Saying(("appName", "accounts"), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("request.uri", "/accounts"), ("http.statusCode", 200), ("error", false)),
        };
        Dictionary<string, JsonNode> refused = FieldRollout.Saying(("http.statusCode", status), ("error", true));
        var rollout = new FieldRollout("accounts").Stable(users with { But = [(stable, refused)] }).Canary(users with { PerMinute = 1200 * weight / 100, But = [(canary, refused)] });
        return await gate.JudgeAsync(rollout, "http-default", ("stepWeight", $"{weight}"));
    }
}
