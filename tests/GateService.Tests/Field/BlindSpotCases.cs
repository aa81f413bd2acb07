using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>What the canary's own requests do not show: that there are none, and what the change does to the version beside it.</summary>
public sealed class BlindSpotCases(FieldGate gate) : IClassFixture<FieldGate>
{
    private const string Service = "vouchers";

    private static Traffic Sampled(string pod, double from, double to, params (string Name, System.Text.Json.Nodes.JsonNode Value)[] says) => new()
    {
        EventType = "K8sPodSample",
        Pods = [pod],
        PodAttribute = "podName",
        PerMinute = 2,
        IsCapped = true,
        Takes = null,
        From = from,
        To = to,
        Says = FieldRollout.Saying([("namespaceName", "retail"), .. says]),
    };

    private static Traffic Containers(string pod, double from, double to, int restarts) => Sampled(pod, from, to, ("containerName", "app"), ("restartCount", restarts)) with { EventType = "K8sContainerSample" };

    private static readonly Dictionary<string, JsonNode> Broken = FieldRollout.Saying(("http.statusCode", 500), ("error", true), ("error.class", "System.InvalidOperationException"), ("error.message", "column missing"));

    /// <summary>Its process died in the sixth minute; users get errors from the proxy, and no pod knows of them.</summary>
    [Theory]
    [InlineData("step", 6, "http-default", "inconclusive")]
    [InlineData("background", 6, "http-default", "inconclusive")]
    [InlineData("step", 6, "field-strict", "fail")]
    [InlineData("step", FieldRollout.Until, "field-strict", "pass")]
    [InlineData("background", FieldRollout.Until, "http-default", "pass")]
    public async Task A_canary_that_falls_silent_while_stable_is_busy_never_passes(string mode, double until, string policy, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(300) with { To = until });

        var answer = await gate.JudgeAsync(rollout, policy, ("mode", mode), ("stepWeight", mode == "step" ? "25" : ""));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        Said(answer, "traffic").ShouldBe(verdict != "pass", answer.Reason());
        if (verdict != "pass")
        {
            answer.Reason().ShouldContain("the canary reported nothing since 09:06Z, 4m of 10m, while stable had");
        }
    }

    /// <summary>Half of what the router sends the canary ends at the ingress with 502, which no pod sees: what arrives is good, and too little. A twelfth less is a router's ordinary inexactness.</summary>
    [Theory]
    [InlineData(150, "inconclusive")]
    [InlineData(275, "pass")]
    public async Task A_canary_whose_requests_never_arrive_does_not_pass(int arriving, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(arriving));

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        Said(answer, "traffic").ShouldBe(verdict != "pass", answer.Reason());
        answer.Reason().Contains("% of the requests at weight 25", StringComparison.Ordinal).ShouldBe(verdict != "pass", answer.Reason());
    }

    /// <summary>A crash comes at any second: the minutes that it cuts are none of a service whose requests come in bursts. Of what is only restarted within a minute nothing is said.</summary>
    [Theory]
    [InlineData(3.3, 6.7, "inconclusive", "the canary reported nothing from 09:04Z to 09:06Z, 2m of 10m")]
    [InlineData(3.2, 7.9, "inconclusive", "the canary reported nothing from 09:04Z to 09:07Z, 3m of 10m")]
    [InlineData(3.2, 3.7, "pass", "")]
    public async Task Nor_does_one_that_died_at_any_second(double died, double back, string verdict, string said)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(300) with { To = died }).Canary(Users(300) with { From = back });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>It came back, and the minutes between are still not to be known of.</summary>
    [Fact]
    public async Task Nor_does_one_that_came_back()
    {
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(300) with { To = 3 }).Canary(Users(300) with { From = 6 });

        var answer = await gate.JudgeAsync(rollout, "field-strict");

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.Reason().ShouldContain("the canary reported nothing from 09:03Z to 09:06Z, 3m of 10m");
    }

    /// <summary>Both went dark: a pass would rest on what was before. A service of one slice alone too. Where a request a minute comes, or a queue deals out the work, none for a while is no news.</summary>
    [Theory]
    [InlineData(900, 6.0, "25", "http-default", "inconclusive", "neither slice reported anything since 09:06Z, 4m, where about 4,")]
    [InlineData(900, 6.0, "100", "http-default", "inconclusive", "nothing was reported since 09:06Z, 4m, where about 1,")]
    [InlineData(900, 8.0, "25", "http-default", "pass", "")]
    [InlineData(3, 6.0, "25", "http-default", null, "")]
    [InlineData(900, 6.0, "25", "worker-apm", "pass", "")]
    public async Task Nor_does_a_service_that_went_dark(int stable, double until, string weight, string policy, string? verdict, string said)
    {
        var traffic = policy == "worker-apm" ? Work(stable) : Users(stable);
        var rollout = new FieldRollout(Service).Canary(traffic with { PerMinute = stable / 3, To = until });
        rollout = weight == "100" ? rollout : rollout.Stable(traffic with { To = until });

        var answer = await gate.JudgeAsync(rollout, policy, ("stepWeight", weight));

        answer.Verdict().ShouldBe(verdict ?? answer.Verdict(), answer.Reason());
        answer.Reason().ShouldContain(said);
        Said(answer, "traffic").ShouldBe(verdict == "inconclusive", answer.Reason());
        answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()).Contains("neither slice reported anything since 09:06Z, 4m: what is said rests on what was before").ShouldBe(policy == "worker-apm" || stable == 3, $"{answer.GetProperty("warnings")}");
    }

    /// <summary>A request a minute: that none comes for a while is no news.</summary>
    [Fact]
    public async Task Few_requests_are_no_silence()
    {
        var rollout = new FieldRollout(Service).Stable(Users(3)).Canary(Users(1) with { To = 3 });

        Said(await gate.JudgeAsync(rollout, "http-default"), "traffic").ShouldBeFalse();
    }

    /// <summary>Five pods in ten minutes, each ready, none restarted, gone from Kubernetes or listed as Failed; and a canary that one node took a pod from.</summary>
    [Theory]
    [InlineData(5, false, "inconclusive")]
    [InlineData(5, true, "inconclusive")]
    [InlineData(2, false, "pass")]
    [InlineData(2, true, "pass")]
    public async Task Pods_that_are_evicted_one_after_the_other_are_not_well(int pods, bool areListed, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900));
        for (var pod = 0; pod < pods; pod++)
        {
            var (from, to) = (10.0 * pod / pods, pod == pods - 1 ? FieldRollout.Until : (10.0 * (pod + 1) / pods) - 0.5);
            IReadOnlyList<string> names = [$"{Service}-{FieldRollout.CanaryHash}-evic{pod}"];
            var sample = new Traffic { EventType = "K8sPodSample", Pods = names, PodAttribute = "podName", PerMinute = 2, IsCapped = true, Takes = null, From = from, To = to, Says = FieldRollout.Saying(("namespaceName", "retail"), ("isReady", 1), ("status", "Running")) };
            rollout = rollout.With(Users(300) with { Pods = names, From = from, To = to }).With(sample)
                .With(sample with { EventType = "K8sContainerSample", Says = FieldRollout.Saying(("namespaceName", "retail"), ("containerName", "app"), ("restartCount", 0)) });
            rollout = areListed && to < FieldRollout.Until ? rollout.With(Sampled(names[0], to, FieldRollout.Until, ("isReady", 0), ("status", "Failed"))) : rollout;
        }

        var answer = await gate.JudgeAsync(rollout, "http-kubernetes");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("5 pods of the canary in 10m, 4 of them gone, and at most 1 at a time", StringComparison.Ordinal).ShouldBe(verdict != "pass", answer.Reason());
    }

    /// <summary>An evicted pod stays listed as Failed for good beside what replaced it, and is no pod that should be ready; where no pod is left but such, nothing runs; one that crashes is Running, and not ready.</summary>
    [Theory]
    [InlineData("Failed", "pass", "pods-ready 100 %")]
    [InlineData("Succeeded", "pass", "pods-ready 100 %")]
    [InlineData("Running", "fail", "pods-ready 67 % under limit 100 %")]
    [InlineData("Failed alone", "fail", "pods-ready 0 % under limit 100 %")]
    public async Task A_pod_that_is_over_is_not_waited_for(string story, string verdict, string said)
    {
        var (ended, lives) = ($"{Service}-{FieldRollout.CanaryHash}-ended", story.EndsWith("alone", StringComparison.Ordinal) ? Array.Empty<string>() : [$"{Service}-{FieldRollout.CanaryHash}-lives", $"{Service}-{FieldRollout.CanaryHash}-newer"]);
        var rollout = lives.Append(ended).Aggregate(new FieldRollout(Service).Stable(Users(900)).Canary(Users(300) with { Pods = [.. lives.DefaultIfEmpty(ended)] }), (all, pod) => all
            .With(Sampled(pod, 0, FieldRollout.Until, ("isReady", pod == ended ? 0 : 1), ("status", pod == ended ? story.Split(' ')[0] : "Running")))
            .With(Containers(pod, 0, FieldRollout.Until, 0)));

        var answer = await gate.JudgeAsync(rollout, "http-kubernetes");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>Their node reboots, and pods of both versions restart: just now, or some minutes ago, and all are well since; or the canary's alone do, and again and again.</summary>
    [Theory]
    [InlineData(6.0, 6.0, 10.0, "inconclusive", "pod-restarts 1 over limit 0, and stable's pods restarted too, once at 09:06Z: a common cause")]
    [InlineData(3.0, 3.0, 10.0, "pass", "pod-restarts 0")]
    [InlineData(3.0, 7.0, 10.0, "fail", "pod-restarts 1 over limit 0")]
    [InlineData(3.0, 10.0, 10.0, "fail", "pod-restarts 1 over limit 0")]
    [InlineData(3.0, 3.0, 6.0, "fail", "pod-restarts 2 over limit 0")]
    public async Task Pods_that_restart_with_stable_s_are_not_shown_to_be_the_change_s(double canary, double stable, double again, string verdict, string said)
    {
        var (own, beside) = (FieldRollout.CanaryPods(Service)[0], FieldRollout.StablePods(Service)[0]);
        var rollout = new FieldRollout(Service).Stable(Users(900)).Canary(Users(300)).With(Sampled(own, 0, FieldRollout.Until, ("isReady", 1), ("status", "Running")))
            .With(Containers(own, 0, canary, 0)).With(Containers(own, canary, again, 1)).With(Containers(own, again, FieldRollout.Until, again < FieldRollout.Judged ? 2 : 1))
            .With(Containers(beside, -5, stable, 4)).With(Containers(beside, stable, FieldRollout.Until, 5));

        var answer = await gate.JudgeAsync(rollout, "http-kubernetes");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>Its migration dropped a column that stable reads, or makes stable wait for a lock; the canary itself is well.</summary>
    [Theory]
    [InlineData("step", true, "http-default", "inconclusive", "stable fails 2")]
    [InlineData("background", true, "http-default", "inconclusive", "stable fails 2")]
    [InlineData("step", true, "field-strict", "fail", "stable fails 2")]
    [InlineData("step", false, "http-default", "inconclusive", "stable is slower since 09:01Z")]
    [InlineData("step", false, "field-strict", "fail", "stable is slower since 09:01Z")]
    public async Task A_canary_that_breaks_stable_never_passes(string mode, bool byErrors, string policy, string verdict, string said)
    {
        var after = byErrors ? Users(900) with { But = [(0.25, Broken)] } : Users(900) with { Takes = 0.4 };
        var rollout = new FieldRollout(Service).Stable(Users(900) with { To = 1 }).With(after with { Pods = FieldRollout.StablePods(Service), From = 1 }).Canary(Users(300));

        var answer = await gate.JudgeAsync(rollout, policy, ("mode", mode), ("stepWeight", mode == "step" ? "25" : ""));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
        answer.Reason().ShouldContain("it began with the canary");
    }

    /// <summary>A new signing key, and stable refuses what the canary signs; where stable refused as many before, it is the callers'.</summary>
    [Theory]
    [InlineData(0.01, "inconclusive")]
    [InlineData(0.15, "pass")]
    public async Task A_canary_that_makes_stable_refuse_never_passes(double before, string verdict)
    {
        Dictionary<string, JsonNode> refused = FieldRollout.Saying(("http.statusCode", 401));
        var rollout = new FieldRollout(Service).Stable(Users(900) with { But = [(before, refused)], To = 1 })
            .With(Users(900) with { But = [(0.15, refused)], Pods = FieldRollout.StablePods(Service), From = 1 }).Canary(Users(300) with { But = [(0.01, refused)] });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("stable refuses 15 % of its requests since", StringComparison.Ordinal).ShouldBe(verdict != "pass", answer.Reason());
    }

    /// <summary>It dies when the canary comes, wholly or nearly: what is left to compare with is of its good minutes. A service that nobody asks any more is none of it.</summary>
    [Theory]
    [InlineData(0, 300, "http-default", "inconclusive", "stable reported nothing since 09:04Z")]
    [InlineData(0, 300, "field-strict", "fail", "stable reported nothing since 09:04Z")]
    [InlineData(100, 300, "http-default", "inconclusive", "stable lost most of its requests")]
    [InlineData(100, 33, "http-default", "pass", "proven harmless")]
    [InlineData(800, 300, "http-default", "pass", "proven harmless")]
    public async Task A_stable_that_dies_beside_the_canary_never_passes(int left, int canary, string policy, string verdict, string said)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900) with { To = 4 }).Canary(Users(300) with { To = 4 }).Canary(Users(canary) with { From = 4 });
        rollout = left == 0 ? rollout : rollout.With(Users(left) with { Pods = FieldRollout.StablePods(Service), From = 4 });

        var answer = await gate.JudgeAsync(rollout, policy);

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>Beside the steps nobody says the weight: where the canary serves what both did, it was given all of the traffic, and where it does not, stable died.</summary>
    [Theory]
    [InlineData(1200, "pass")]
    [InlineData(300, "inconclusive")]
    public async Task A_canary_that_was_given_all_of_the_traffic_did_not_kill_stable(int canary, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900) with { To = 5 }).Canary(Users(300) with { To = 5 }).Canary(Users(canary) with { From = 5 });

        var answer = await gate.JudgeAsync(rollout, "http-default", ("mode", "background"), ("stepWeight", ""));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().Contains("stable reported nothing since", StringComparison.Ordinal).ShouldBe(verdict != "pass", answer.Reason());
    }

    /// <summary>Ill before the canary came: the canary may be the cure.</summary>
    [Fact]
    public async Task A_stable_that_was_ill_before_holds_nobody()
    {
        var rollout = new FieldRollout(Service).Stable(Users(900) with { But = [(0.08, Broken)] }).Canary(Users(300));

        var answer = await gate.JudgeAsync(rollout, "field-strict");

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    /// <summary>An outage that begins with the canary and fails both alike is a common cause, whatever it does to stable.</summary>
    [Fact]
    public async Task What_both_slices_have_is_not_said_to_be_done_to_stable()
    {
        var ill = Users(900) with { But = [(0.25, Broken)] };
        var rollout = new FieldRollout(Service).Stable(Users(900) with { To = 1 }).With(ill with { Pods = FieldRollout.StablePods(Service), From = 1 }).Canary(Users(300) with { To = 1 })
            .Canary(ill with { PerMinute = 300, From = 1 });

        var answer = await gate.JudgeAsync(rollout, "field-strict");

        answer.Verdict().ShouldNotBe("pass", answer.Reason());
        Said(answer, "stable").ShouldBeFalse(answer.Reason());
    }

    /// <summary>Argo says when the rollout began; before that lies the past that a preflight is about.</summary>
    [Theory]
    [InlineData(0.0, "pass")]
    [InlineData(0.3, "inconclusive")]
    public async Task A_preflight_looks_at_stables_past_though_the_rollout_begins_now(double broken, string verdict)
    {
        var rollout = new FieldRollout(Service).Stable(Users(900) with { But = [(broken, Broken)] });

        var answer = await gate.JudgeAsync(rollout, "http-default", ("mode", "preflight"), ("at", $"{FieldRollout.Begin:O}"), ("stepStartedAt", null), ("stepWeight", null));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldNotContain("too early");
    }

    private static bool Said(JsonElement answer, string kind) => answer.GetProperty("objectives").EnumerateArray().Any(objective => objective.GetProperty("kind").GetString() == kind);

    private static Traffic Work(int perMinute) => Users(perMinute) with { Says = FieldRollout.Saying(("appName", Service), ("k8s.namespaceName", "retail"), ("transactionType", "Other"), ("error", false), ("name", "OtherTransaction/Message/offers")) };

    private static Traffic Users(int perMinute) => new()
    {
        PerMinute = perMinute,
        Says = FieldRollout.Saying(("appName", Service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 200), ("error", false), ("request.uri", "/offers"), ("name", "WebTransaction/Uri/offers")),
    };
}
