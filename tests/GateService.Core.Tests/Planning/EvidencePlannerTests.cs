using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Tests.Planning;

public sealed class EvidencePlannerTests
{
    private static readonly KpiObjective Kpi = new()
    {
        Name = "conversion",
        Comparison = Comparison.AtLeast,
        Limit = StepLimits.Constant(0.9),
        Definition = new KpiDefinition
        {
            EventType = "CheckoutCompleted",
            Form = KpiForm.Ratio,
            Where = "shop = {shop} AND total > {least}",
            Numerator = "outcome = 'ok'",
            Parameters = [new KpiParameter("shop", KpiParameterType.Text), new KpiParameter("least", KpiParameterType.Number, "0")],
        },
    };

    [Fact]
    public void A_canary_is_compared_with_the_stable_version()
    {
        var plan = Plan(Given.Request());

        plan.Slice.ShouldBe(Slice.Canary);
        plan.Judged.ShouldNotBeNull().Value.ShouldBe("checkout-5c6d7e8f-");
        plan.Control.ShouldNotBeNull().Value.ShouldBe("checkout-7d9f8c6b54-");
    }

    [Fact]
    public void Blue_green_has_no_concurrent_control()
    {
        var plan = Plan(Given.Request() with { Strategy = Strategy.BlueGreen });

        plan.Slice.ShouldBe(Slice.Canary);
        plan.Control.ShouldBeNull();
    }

    [Fact]
    public void A_rolling_update_has_no_slices()
    {
        var plan = Plan(Given.Request() with { Strategy = Strategy.Rolling });

        plan.Slice.ShouldBe(Slice.All);
        plan.Judged.ShouldBeNull();
    }

    [Fact]
    public void A_preflight_judges_the_stable_version()
    {
        var plan = Plan(Given.Request() with { Mode = GateMode.Preflight, CanaryHash = null });

        plan.Slice.ShouldBe(Slice.Stable);
        plan.Judged.ShouldNotBeNull().Value.ShouldBe("checkout-7d9f8c6b54-");
        plan.Control.ShouldBeNull();
    }

    [Fact]
    public void A_pod_name_prefix_is_cut_where_Kubernetes_cuts_it()
    {
        var rollout = new string('a', 70);

        Plan(Given.Request() with { Rollout = rollout }).Judged.ShouldNotBeNull().Value.ShouldBe(new string('a', 58));
    }

    [Fact]
    public void A_missing_argument_makes_its_objective_unaskable_and_no_other()
    {
        var plan = Plan(Given.Request(), Given.ErrorRate(), Kpi);

        plan.Objectives.ShouldHaveSingleItem().Name.ShouldBe("error-rate");
        plan.Unaskable.ShouldHaveSingleItem().Judged.ToString().ShouldContain("args.shop is missing");
    }

    [Fact]
    public void An_argument_of_the_wrong_type_says_so() =>
        Plan(Given.Request() with { Args = new Dictionary<string, string> { ["shop"] = "main", ["least"] = "ten" } }, Kpi)
            .Unaskable.ShouldHaveSingleItem().Judged.ToString().ShouldContain("args.least is 'ten': expected a number");

    [Fact]
    public void An_argument_that_nobody_declares_is_a_warning() =>
        Plan(Given.Request() with { Args = new Dictionary<string, string> { ["shop"] = "main", ["colour"] = "red" } }, Kpi)
            .Warnings.ShouldHaveSingleItem().ShouldContain("args.colour is not used");

    private static EvidencePlan Plan(GateRequest request, params Objective[] objectives) =>
        EvidencePlanner.Plan(request, Given.Policy(objectives.Length == 0 ? [Given.ErrorRate()] : objectives), new WindowPlan.Planned(Given.Window, null));
}
