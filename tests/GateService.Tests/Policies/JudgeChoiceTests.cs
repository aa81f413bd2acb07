using GateService.Bench.Rules.Textbook;
using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Judging;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Policies;
using GateService.Tests.Hosting;
using GateService.Yaml;
using Microsoft.Extensions.DependencyInjection;

namespace GateService.Tests.Policies;

/// <summary>A judge is one folder and one registration: policies choose it by its name, and it is given what it says it needs.</summary>
public sealed class JudgeChoiceTests
{
    private const string File = "policies/shop.yaml";

    private static readonly IReadOnlyList<IJudge> WithTextbook = [.. Judges.Shipped, new TextbookJudge()];

    [Fact]
    public void A_third_judge_is_a_choice_of_the_policy_like_the_others()
    {
        var policy = Read("textbook", WithTextbook).Policies.ShouldHaveSingleItem();

        policy.Objectives.ShouldAllBe(objective => objective.Judge == TextbookJudge.Chosen);
        var healthy = Evaluate(policy, bad: 1);
        var worse = Evaluate(policy, bad: 30);

        (healthy.Verdict, worse.Verdict).ShouldBe((Verdict.Pass, Verdict.Fail));
        worse.Findings.ShouldHaveSingleItem().Reason.Head.ShouldContain("by the textbook");
    }

    [Fact]
    public void What_a_judge_needs_is_planned_for_it_and_no_more()
    {
        var rollout = new EvaluationMoment(new DateTimeOffset(2026, 11, 24, 12, 40, 0, TimeSpan.Zero), RolloutFirstSeen: new DateTimeOffset(2026, 11, 24, 12, 15, 0, TimeSpan.Zero));

        var textbook = Plan("textbook", rollout);
        var sequential = Plan("sequential", rollout);
        var threshold = Plan("threshold", rollout);

        (textbook.Span.Buckets, textbook.History, textbook.Attribution).ShouldBe((sequential.Span.Buckets, null, null));
        (threshold.Span, threshold.History, threshold.Attribution).ShouldBe((threshold.Window, null, null));
        sequential.History.ShouldNotBeNull();
        sequential.Attribution.ShouldNotBeNull();
    }

    [Fact]
    public void A_judge_that_is_not_registered_is_a_fault_of_the_file_with_the_nearest_name()
    {
        Faults("textbok", WithTextbook).ShouldHaveSingleItem().ToString().ShouldBe($"{File}:4 judge: 'textbok': expected sequential or threshold or textbook; did you mean 'textbook'?");
        Faults("textbook", Judges.Shipped).ShouldHaveSingleItem().Message.ShouldBe("'textbook': expected sequential or threshold");
    }

    [Fact]
    public async Task A_gate_with_a_third_judge_takes_policies_that_choose_it()
    {
        using var folder = new TemporaryFolder();
        await System.IO.File.WriteAllTextAsync(folder.File("shop.yaml"), Yaml("textbook"), TestContext.Current.CancellationToken);

        await using var gate = await GateHost.StartAsync(
            new Uri("http://127.0.0.1:9/graphql"), builder => builder.Services.AddSingleton<IJudge, TextbookJudge>(), ("Policies:Directory", folder.Path));

        gate.App.Services.GetRequiredService<PolicyStore>().Current.Catalog.Policies.ShouldHaveSingleItem().Objectives[0].Judge.Name.ShouldBe("textbook");
    }

    [Fact]
    public async Task A_gate_without_it_does_not_start_on_such_a_policy()
    {
        using var folder = new TemporaryFolder();
        await System.IO.File.WriteAllTextAsync(folder.File("shop.yaml"), Yaml("textbook"), TestContext.Current.CancellationToken);

        var fault = await Should.ThrowAsync<PolicyFilesException>(async () => await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { }, ("Policies:Directory", folder.Path)));

        fault.Message.ShouldContain("shop.yaml:4");
        fault.Message.ShouldContain("'textbook': expected sequential or threshold");
    }

    private static string Yaml(string judge) =>
        $$"""
        kind: policy
        name: shop
        description: judged by the textbook
        judge: {{judge}}
        objectives:
          error-rate: {kind: errorRate, atMost: 1%}
        """;

    private static PolicyCatalog Read(string judge, IReadOnlyList<IJudge> judges)
    {
        var faults = new List<PolicyFault>();
        return PolicyTexts.Build(new Dictionary<string, string> { [File] = Yaml(judge) }, judges, faults) is PolicyCatalogResult.Built built
            ? built.Catalog
            : throw new ShouldAssertException(string.Join('\n', faults));
    }

    private static List<PolicyFault> Faults(string judge, IReadOnlyList<IJudge> judges)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(new Dictionary<string, string> { [File] = Yaml(judge) }, judges, faults);
        return faults;
    }

    private static GateRequest Request => new()
    {
        Service = "shop",
        Rollout = "shop",
        CanaryHash = "5c6d9d7e",
        StableHash = "7d9f8c6b54",
        StepWeight = 25,
    };

    private static EvidencePlan Plan(string judge, EvaluationMoment moment)
    {
        var policy = Read(judge, WithTextbook).Policies[0];
        return EvidencePlanner.Plan(Request, policy, WindowPlanner.Plan(Request, policy, moment).ShouldBeOfType<WindowPlan.Planned>());
    }

    private static GateEvaluation Evaluate(GatePolicy policy, int bad)
    {
        var plan = EvidencePlanner.Plan(Request, policy, WindowPlanner.Plan(Request, policy, new EvaluationMoment(new DateTimeOffset(2026, 11, 24, 12, 40, 0, TimeSpan.Zero))).ShouldBeOfType<WindowPlan.Planned>());
        var buckets = Enumerable.Range(0, plan.Span.Buckets).Select(t => new Bucket(plan.Span.Begin + (t * plan.Span.Bucket), 600, bad)).ToList();
        var measured = new SliceEvidence.Measured(bad / 600.0, 600 * buckets.Count, bad * buckets.Count, buckets);
        return new GateEvaluator(WithTextbook).Judge(
            Request, policy, plan, new GateEvidence { Objectives = [new ObjectiveEvidence("error-rate", measured, new SliceEvidence.NoData(), ["requests"])], Queries = [] });
    }
}
