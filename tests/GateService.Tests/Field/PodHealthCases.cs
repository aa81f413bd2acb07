using GateService.Tests.Hosting;
using static GateService.Tests.Field.Vouchers;

namespace GateService.Tests.Field;

/// <summary>Pods that come, go, restart and are listed though they are over.</summary>
public sealed class PodHealthCases(FieldGate gate) : IClassFixture<FieldGate>
{
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
}
