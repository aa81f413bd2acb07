using GateService.Core;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Tests.Evidence;
using GateService.Yaml;

namespace GateService.Tests.Policies;

/// <summary>Where harm begins and what it does, as policies write it.</summary>
public sealed class HarmReadingTests
{
    private const string Base =
        "kind: policy\nname: base\nobjectives:\n  slow: {kind: latency, quantile: 0.95, atMost: {5: 2s, 50: 1s}, floor: 250ms}\n  score: {kind: apdex, threshold: 500ms, atLeast: 0.8, floor: 0.9}\n  errors: {kind: errorRate, atMost: 1%}\n";

    [Fact]
    public void Latency_and_Apdex_have_floors() => Of("{}").Select(objective => objective.Floor).ShouldBe([0.25, 0.9, null]);

    /// <summary>Limits of time are often set in a layer above; one that is better than an inherited floor takes its place and is no fault.</summary>
    [Theory]
    [InlineData("slow: {atMost: 200ms}", null, 0.9)]
    [InlineData("slow: {atMost: {5: 2s, 50: 200ms}}", 0.25, 0.9)]
    [InlineData("score: {atLeast: 0.95}", 0.25, null)]
    public void A_limit_of_a_layer_above_that_is_better_than_the_floor_takes_its_place(string objective, double? latency, double? apdex) =>
        Of($"{{objectives: {{{objective}}}}}").Take(2).Select(read => read.Floor).ShouldBe([latency, apdex]);

    [Theory]
    [InlineData("slow: {floor: 3s}", "objectives.slow.floor: 3 s is beyond the limit")]
    [InlineData("slow: {floor: 0.25}", "objectives.slow.floor: '0.25': expected a duration such as 250ms")]
    [InlineData("score: {floor: 0.5}", "objectives.score.floor: 0.5 is beyond the limit")]
    [InlineData("errors: {floor: 250ms}", "objectives.errors.floor: '250ms': expected a share or a score between 0 and 1")]
    [InlineData("errors: {onHarm: pause}", "objectives.errors.onHarm: 'pause': expected fail or hold")]
    [InlineData("errors: {onHarm: {500: hold}}", "objectives.errors.onHarm: weight '500': expected a percentage of traffic from 0 to 100")]
    public void What_makes_no_sense_is_a_fault(string objective, string expected) => Faults($"{{objectives: {{{objective}}}}}").ShouldHaveFault(expected);

    [Fact]
    public void Harm_fails_where_nobody_says_otherwise()
    {
        var policy = Plans.Written("objectives: {errors: {kind: errorRate, atMost: 1%}}");

        (policy.OnHarm, policy.Attribution.OnHarm, policy.Objectives[0].OnHarm).ShouldBe((Consequences.Failing, Consequences.Failing, Consequences.Failing));
    }

    [Fact]
    public void What_harm_does_is_said_for_all_and_by_some_for_themselves()
    {
        var policy = Plans.Written("onHarm: {5: hold, 50: fail}\nattribution: {onHarm: hold}\nobjectives: {errors: {kind: errorRate, atMost: 1%}, slow: {kind: latency, quantile: 0.95, atMost: 1s, onHarm: hold}}");

        double[] weights = [5, 25, 50, 100];
        weights.Select(weight => policy.Objectives[0].OnHarm.At(weight)).ShouldBe([Consequence.Hold, Consequence.Hold, Consequence.Fail, Consequence.Fail]);
        (policy.Objectives[1].OnHarm.At(100), policy.Attribution.OnHarm.At(100), policy.OnHarm.At(100), policy.OnHarm.At(null)).ShouldBe((Consequence.Hold, Consequence.Hold, Consequence.Fail, Consequence.Hold));
    }

    private static IReadOnlyList<Objective> Of(string overrides) => ((PolicyResolution.Resolved)Plans.Catalog(Files(overrides)).Resolve("shop", null, default, null)).Policy.Objectives;

    private static List<string> Faults(string overrides)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(Files(overrides), Judges.Shipped, faults);
        return [.. faults.Select(fault => fault.ToString())];
    }

    private static Dictionary<string, string> Files(string overrides) => new() { ["base.yaml"] = Base, ["services/shop.yaml"] = $"kind: service\nname: shop\npolicy: base\noverrides: {overrides}\n" };
}
