using System.Runtime.CompilerServices;
using GateService.Core.Verdicts;
using GateService.Telemetry;
using GateService.Tests.History;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Telemetry;

/// <summary>What is kept of running rollouts between two questions: the numbers of the gauges, and nothing of what they came from.</summary>
public sealed class RunningRolloutsTests
{
    [Fact]
    public void Nothing_of_an_evaluation_is_kept_but_the_numbers_it_came_to()
    {
        var running = new RunningRollouts(new FakeTimeProvider());

        var kept = Take(running);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        kept.Where(part => part.Value.IsAlive).Select(part => part.Key).ShouldBeEmpty();
        running.Values().ShouldNotBeEmpty();
        running.FailsAt().ShouldNotBeEmpty();
    }

    [Fact]
    public void A_row_is_made_of_names_and_numbers()
    {
        var types = new[] { typeof(RolloutRow), typeof(ObjectiveNumbers) }.SelectMany(type => type.GetProperties()).Where(property => property.Name != "EqualityContract").Select(property => property.PropertyType);

        types.Distinct().ShouldBe([typeof(string), typeof(double?), typeof(IReadOnlyList<ObjectiveNumbers>)], ignoreOrder: true);
    }

    [Fact]
    public void Gauges_say_the_numbers_of_the_last_finding_by_service()
    {
        var running = new RunningRollouts(new FakeTimeProvider());
        var evaluation = Running("app", "web");
        running.Take(evaluation);
        running.Take(Running("app", "worker"));

        var finding = evaluation.Findings[0];
        running.Limits().Select(measured => measured.Value).ShouldContain(finding.Threshold);
        running.Values().Select(measured => measured.Value).ShouldContain(finding.Value!.Value);
        running.Evidence().Select(measured => measured.Value).ShouldContain(finding.Judgement!.Harm);
        running.Weights().Select(measured => (string)measured.Tags.ToArray().Single(tag => tag.Key == "service").Value!).Order().ShouldBe(["web", "worker"]);
    }

    /// <summary>Where stable is the limit, and reports nothing, a gauge would be a limit that nobody set.</summary>
    [Fact]
    public void What_has_no_limit_has_no_gauge_of_one()
    {
        var running = new RunningRollouts(new FakeTimeProvider());
        var evaluation = Running("app", "web");

        running.Take(evaluation with { Findings = [.. evaluation.Findings.Select(finding => finding with { IsUnlimited = true })] });

        running.Limits().ShouldBeEmpty();
        running.Values().ShouldNotBeEmpty();
    }

    [Fact]
    public void Gauges_of_two_clusters_stand_beside_each_other()
    {
        var running = new RunningRollouts(new FakeTimeProvider());
        foreach (var cluster in new[] { "east", "west" })
        {
            var evaluation = Running("app", "web");
            running.Take(evaluation with { Request = evaluation.Request with { Cluster = cluster } });
        }

        running.Weights().Select(measured => (string)measured.Tags.ToArray().Single(tag => tag.Key == "cluster").Value!).Order().ShouldBe(["east", "west"]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Dictionary<string, WeakReference> Take(RunningRollouts running)
    {
        var evaluation = Running("app", "web");
        running.Take(evaluation);
        return new()
        {
            ["evaluation"] = new(evaluation),
            ["evidence"] = new(evaluation.Evidence),
            ["plan"] = new(evaluation.Plan),
            ["policy"] = new(evaluation.Policy),
            ["request"] = new(evaluation.Request),
            ["finding"] = new(evaluation.Findings[0]),
            ["judgement"] = new(evaluation.Findings[0].Judgement),
        };
    }

    private static GateEvaluation Running(string rollout, string service)
    {
        var evaluation = Records.Filled().Evaluation;
        return evaluation with { Verdict = Verdict.Inconclusive, Request = evaluation.Request with { At = null, Mode = GateService.Core.Requests.GateMode.Step, Rollout = rollout, Service = service }, Findings = [.. evaluation.Findings.Select(finding => finding with { IsUnlimited = false })] };
    }
}
