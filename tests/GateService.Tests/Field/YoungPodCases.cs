using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>
/// A pod of the canary that comes in the midst of a step, by the autoscaler or after a restart, and is cold for a minute: it fails, or is slow. Warm-up goes by a pod's age. What is no
/// warm-up is not excused by it: pods that stay bad, that never get old, that start worse than stable's.
/// </summary>
public sealed class YoungPodCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Minutes.</summary>
    private const double Cold = 1.5;

    /// <summary>Of the requests of a cold pod.</summary>
    private const double Share = 0.9;

    /// <summary>One pod more after four minutes and another after six; nine in ten of their requests fail while they are cold, or for good.</summary>
    [Theory]
    [InlineData("apm-http", Cold, "http-default", "pass")]
    [InlineData("apm-http", 8, "http-default", "fail")]
    [InlineData("apm-http", Cold, "field-threshold", "pass")]
    [InlineData("apm-http", 8, "field-threshold", "fail")]
    [InlineData("otel-spans", Cold, "field-spans", "pass")]
    [InlineData("otel-spans", 8, "field-spans", "fail")]
    public async Task Errors_of_a_pod_that_the_autoscaler_started_are_its_warm_up(string kind, double ill, string policy, string verdict)
    {
        var users = Users(kind, $"young-{kind}-{ill}-{policy}");

        var answer = await gate.JudgeAsync(TwoMore(users, ill), policy);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        Warned(answer).ShouldBe(verdict == "pass", answer.Reason());
        if (verdict == "pass")
        {
            Reason(answer, "error-rate").ShouldContain("requests of 2 pods in the first 2m: their warm-up");
        }
    }

    /// <summary>One cold minute makes nobody suspicious; where the step wants proof, it must not wait for it on their account either. What stays bad is failed.</summary>
    [Theory]
    [InlineData(1, "pass")]
    [InlineData(8, "fail")]
    public async Task Where_proof_is_asked_a_cold_minute_is_left_out_as_well(int ill, string verdict)
    {
        var answer = await gate.JudgeAsync(TwoMore(Users("apm-http", $"young-proof-{ill}"), ill), "field-proof");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        Warned(answer).ShouldBe(verdict == "pass", answer.Reason());
    }

    /// <summary>Asked while it is cold still: neither a fail nor a pass.</summary>
    [Theory]
    [InlineData("step")]
    [InlineData("background")]
    public async Task A_pod_that_is_not_warm_yet_holds(string mode)
    {
        var answer = await gate.JudgeAsync(TwoMore(Users("apm-http", $"young-{mode}"), Cold), "http-default", ("at", $"{FieldRollout.Begin.AddMinutes(8):O}"), ("mode", mode));

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        Reason(answer, "error-rate").ShouldContain(" requests of 2 pods in the first 2m, and not warm yet");
        Undecided(answer).ShouldBe("youngPods");
    }

    /// <summary>Nine requests in ten of the last three minutes were of pods in their warm-up.</summary>
    [Fact]
    public async Task Young_pods_that_serve_most_of_the_window_hold()
    {
        var users = Users("apm-http", "young-most");
        var rollout = Begun(users, 4).With(users.Of("old", 30, 4)).With(users.Of("new", 270, 4) with { To = 4 + Cold, But = [(Share, users.Failing)] }).With(users.Of("new", 270, 4 + Cold));

        var answer = await gate.JudgeAsync(rollout, "http-default", ("at", $"{FieldRollout.Begin.AddMinutes(7):O}"), ("window", "3m"));

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        Reason(answer, "error-rate").ShouldContain("most of the window's requests: too little is left beside them");
    }

    /// <summary>Stable's autoscaler started pods too, a quarter of an hour before: as cold as the canary's, or well from the first request on.</summary>
    [Theory]
    [InlineData(Share, "pass")]
    [InlineData(0.02, "fail")]
    public async Task A_start_that_fails_more_often_than_stables_is_no_warm_up(double stables, string verdict)
    {
        var users = Users("apm-http", $"young-beside-{stables}");
        var stable = users.Flow with { Pods = [$"{users.Service}-{FieldRollout.StableHash}-later"], PerMinute = 300, From = -15 };

        var answer = await gate.JudgeAsync(TwoMore(users, Cold).With(stable with { To = -15 + Cold, But = [(stables, users.Failing)] }).With(stable with { From = -15 + Cold }), "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        Reason(answer, "error-rate").Contains("it is its young pods, and that is no warm-up: in the first 2m ", StringComparison.Ordinal).ShouldBe(verdict == "fail", answer.Reason());
    }

    /// <summary>Each of them is young as long as it lives: replaced every minute, or always the same one that begins anew, or gone while it was cold.</summary>
    [Theory]
    [InlineData("replaced")]
    [InlineData("restarting")]
    [InlineData("crashed")]
    public async Task Pods_that_never_get_warm_are_ill(string how)
    {
        var users = Users("apm-http", $"young-{how}");
        var rollout = how == "crashed" ? TwoMore(users, Cold, stay: false) : Begun(users, 2);
        for (var t = 2; how != "crashed" && t < FieldRollout.Until; t += how == "replaced" ? 1 : 2)
        {
            rollout = rollout.With(users.Of(how == "replaced" ? $"pod{t}" : "old", 300, t) with { To = t + 1, But = [(Share, users.Failing)] });
        }

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe("fail", answer.Reason());
    }

    /// <summary>It began anew once, and is as cold as at the first time; the pods beside it went on.</summary>
    [Theory]
    [InlineData(Cold, "pass")]
    [InlineData(8, "fail")]
    public async Task A_pod_that_restarted_once_is_young_again(double ill, string verdict)
    {
        var users = Users("apm-http", $"young-again-{ill}");
        var again = users.Of("old", 150, 4) with { To = 4 + ill, But = [(Share, users.Failing)] };
        var rollout = new FieldRollout(users.Service).Stable(users.Flow).With(users.Of("old", 150, 0) with { To = 3 }).With(users.Of("new", 150, 0)).With(again).With(users.Of("old", 150, 4 + ill));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.GetProperty("warnings").ToString().Contains("which would have failed by it", StringComparison.Ordinal).ShouldBe(verdict == "pass", answer.GetProperty("warnings").ToString());
    }

    /// <summary>Three pods one after the other, each as slow as 3 s at first, or for good; or stable's pods start as well as they go on.</summary>
    [Theory]
    [InlineData("apm-http", "http-default", false, false, "pass")]
    [InlineData("apm-http", "http-default", true, false, "fail")]
    [InlineData("apm-http", "http-default", false, true, "fail")]
    [InlineData("otel-spans", "field-spans", false, false, "pass")]
    [InlineData("otel-spans", "field-spans", true, false, "fail")]
    [InlineData("otel-spans", "field-spans", false, true, "fail")]
    public async Task Slow_requests_of_pods_that_the_autoscaler_started_are_their_warm_up(string kind, string policy, bool stay, bool stablesStartBetter, string verdict)
    {
        var users = Users(kind, $"slow-{kind}-{stay}-{stablesStartBetter}");
        var unit = kind == "apm-http" ? 1 : 1000;
        var rollout = Begun(users, FieldRollout.Until, 100);
        foreach (var from in new[] { 3, 5, 7 })
        {
            var ill = stay ? FieldRollout.Until - from : Cold;
            rollout = rollout.With(users.Of($"pod{from}", 100, from) with { To = from + ill, Takes = 3 * unit }).With(users.Of($"pod{from}", 100, from + ill));
        }

        if (stablesStartBetter)
        {
            var later = users.Flow with { Pods = [$"{users.Service}-{FieldRollout.StableHash}-later"], PerMinute = 300, From = -15 };
            rollout = rollout.With(later);
        }

        var answer = await gate.JudgeAsync(rollout, policy);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        Reason(answer, "latency-p95").Contains("it is its young pods", StringComparison.Ordinal).ShouldBe(stablesStartBetter, answer.Reason());
        Warned(answer).ShouldBe(verdict == "pass", answer.Reason());
    }

    /// <summary>Nobody is asked about pods while nothing speaks against the canary.</summary>
    [Fact]
    public async Task A_healthy_canary_costs_no_question_about_its_pods()
    {
        var answer = await gate.JudgeAsync(TwoMore(Users("apm-http", "young-well"), 0), "http-default");

        answer.Verdict().ShouldBe("pass", answer.Reason());
        answer.GetProperty("evidence").ToString().ShouldNotContain("canary-pods");
    }

    private static FieldRollout TwoMore(YoungUsers users, double ill, bool stay = true)
    {
        var rollout = Begun(users, 4).With(users.Of("old", 100, 4));
        foreach (var (pod, perMinute, from) in new[] { ("new", 200, 4.0), ("newer", 100, 6.0) })
        {
            rollout = rollout.With(users.Of(pod, perMinute, from) with { To = Math.Min(from + ill, FieldRollout.Until), But = [(Share, users.Failing)] });
            rollout = stay && from + ill < FieldRollout.Until ? rollout.With(users.Of(pod, 100, from + ill)) : rollout;
        }

        return rollout;
    }

    private static FieldRollout Begun(YoungUsers users, double until, int perMinute = 300) => new FieldRollout(users.Service).Stable(users.Flow).With(users.Of("old", perMinute, 0) with { To = until });

    private static YoungUsers Users(string kind, string name)
    {
        var service = name.Replace('.', '-').ToLowerInvariant();
        return kind == "apm-http"
            ? new YoungUsers(
                service,
                new Traffic { PerMinute = 900, Says = FieldRollout.Saying(("appName", service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 200), ("error", false), ("name", "WebTransaction/Uri/offers")) },
                FieldRollout.Saying(("http.statusCode", 500), ("error", true), ("error.class", "System.InvalidOperationException"), ("error.message", "pool not filled")))
            : new YoungUsers(
                service,
                new Traffic
                {
                    EventType = "Span",
                    PodAttribute = "k8s.pod.name",
                    PerMinute = 900,
                    DurationAttribute = "duration.ms",
                    Takes = 100,
                    Says = FieldRollout.Saying(("service.name", service), ("k8s.namespace.name", "retail"), ("span.kind", "server"), ("name", "GET /offers"), ("http.response.status_code", 200)),
                },
                FieldRollout.Saying(("http.response.status_code", 500), ("otel.status_code", "ERROR"), ("otel.status_description", "pool not filled")));
    }

    private static bool Warned(JsonElement answer) => answer.GetProperty("warnings").ToString().Contains("what pods of the canary that came in the midst of a step did in their warm-up is left out of ", StringComparison.Ordinal);

    private static string Reason(JsonElement answer, string objective) => Objective(answer, objective).GetProperty("reason").GetString()!;

    private static string? Undecided(JsonElement answer) => Objective(answer, "error-rate").GetProperty("undecided").GetString();

    private static JsonElement Objective(JsonElement answer, string name) => answer.GetProperty("objectives").EnumerateArray().Single(objective => objective.GetProperty("objective").GetString() == name);

    private sealed record YoungUsers(string Service, Traffic Flow, IReadOnlyDictionary<string, JsonNode> Failing)
    {
        public Traffic Of(string pod, int perMinute, double from) => Flow with { Pods = [$"{Service}-{FieldRollout.CanaryHash}-{pod}"], PerMinute = perMinute, From = from };
    }
}
