using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>Who is judged: users, and neither the kubelet nor the service's own jobs, whatever their number.</summary>
public sealed class PopulationCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Twenty probes a request, all quick and well, beside users who wait three seconds.</summary>
    [Theory]
    [InlineData(0.12, "pass")]
    [InlineData(3, "fail")]
    public async Task Probes_hide_nobody(double takes, string verdict)
    {
        var users = Users("tickets", 120);
        var probes = users with { PerMinute = 2400, Takes = 0.002, Says = Web("tickets", ("request.uri", "/healthz"), ("name", "WebTransaction/Uri/healthz")) };
        var rollout = new FieldRollout("tickets").Both(probes).Stable(users).Canary(users with { PerMinute = 40, Takes = takes });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>Where neither path nor caller tells, the name of the transaction does.</summary>
    [Theory]
    [InlineData(0.12, "pass", "WebTransaction/WebFrameworkCode/healthz")]
    [InlineData(3, "fail", "WebTransaction/WebFrameworkCode/healthz")]
    [InlineData(3, "fail", "WebTransaction/SpringController/actuator/health/{path} (GET)")]
    public async Task Probes_that_only_their_name_tells_hide_nobody(double takes, string verdict, string name)
    {
        var users = Users("tickets", 120);
        var probes = users with { PerMinute = 2400, Takes = 0.002, Says = Web("tickets", ("name", name)) };
        var rollout = new FieldRollout("tickets").Both(probes).Stable(users).Canary(users with { PerMinute = 40, Takes = takes });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>A path that is no probe's is a user's, whatever the handler is called.</summary>
    [Fact]
    public async Task A_name_like_a_probe_s_hides_no_user_whose_path_tells()
    {
        var users = Users("clinic", 390) with { Says = Web("clinic", ("request.uri", "/patients/17/health"), ("name", "WebTransaction/Uri/patients/health")) };
        var rollout = new FieldRollout("clinic").Stable(users).Canary(users with { PerMinute = 130, Takes = 3 });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe("fail", answer.Reason());
    }

    /// <summary>Where nothing usual tells, a condition of the team's own does.</summary>
    [Fact]
    public async Task Probes_that_nothing_usual_tells_are_named_by_the_policy()
    {
        var users = Users("tickets", 120);
        var probes = users with { PerMinute = 2400, Takes = 0.002, Says = Web("tickets", ("name", "WebTransaction/Uri/warmup")) };
        var rollout = new FieldRollout("tickets").Both(probes).Stable(users).Canary(users with { PerMinute = 40, Takes = 3 });

        var answer = await gate.JudgeAsync(rollout, "field-where");

        answer.Verdict().ShouldBe("fail", answer.Reason());
    }

    /// <summary>Reports of twenty seconds, made in the same process, are no slow requests; and no slow request hides behind quick jobs.</summary>
    [Theory]
    [InlineData(0.12, 20, "pass")]
    [InlineData(3, 0.01, "fail")]
    public async Task Jobs_of_the_same_process_are_not_users(double takes, double job, string verdict)
    {
        var users = Users("basket", 300);
        var jobs = new Traffic { PerMinute = 1200, Takes = job, Says = FieldRollout.Saying(("appName", "basket"), ("k8s.namespaceName", "retail"), ("transactionType", "Other"), ("name", "OtherTransaction/Job/Export"), ("error", false)) };
        var rollout = new FieldRollout("basket").Both(jobs).Stable(users).Canary(users with { PerMinute = 100, Takes = takes });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>What the team told its agent to expect is no failure; the same, unexpected, is one.</summary>
    [Theory]
    [InlineData(true, "pass")]
    [InlineData(false, "fail")]
    public async Task Expected_errors_are_the_team_s_own_business(bool expected, string verdict)
    {
        var users = Users("vouchers", 390);
        var raised = FieldRollout.Saying(("error", true), ("errorType", "Retail.VoucherUsed"), ("errorMessage", "the voucher is used up"), ("error.expected", expected));
        var rollout = new FieldRollout("vouchers").Stable(users).Canary(users with { PerMinute = 130, But = [(0.04, raised)] });

        var answer = await gate.JudgeAsync(rollout, "http-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    private static Traffic Users(string service, int perMinute) => new() { PerMinute = perMinute, Takes = 0.12, Says = Web(service, ("request.uri", "/offers"), ("name", "WebTransaction/Uri/offers")) };

    private static Dictionary<string, JsonNode> Web(string service, params (string, JsonNode)[] more) =>
        FieldRollout.Saying([("appName", service), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 200), ("error", false), .. more]);
}
