using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Tests.Planning;

/// <summary>Slices that a policy cannot tell apart are said; those that it can are not.</summary>
public sealed class SliceDoubtTests
{
    private static readonly GatePolicy ByPod = Given.Policy(Given.ErrorRate());

    [Theory]
    [InlineData(46, "7d9f8c6b54", "5c6d7e8f9b", null)]
    [InlineData(47, "7d9f8c6b54", "5c6d7e8f9b", null)]
    [InlineData(55, "7d9f8c6b54", "7c9f8c6b54", null)]
    [InlineData(55, "7d9f8c6b54", "7dffffffff", "both begin with")]
    [InlineData(56, "7d9f8c6b54", "7c9f8c6b54", "both begin with")]
    [InlineData(57, "7d9f8c6b54", "5c6d7e8f9b", "nothing of the hash is left")]
    [InlineData(200, "7d9f8c6b54", "5c6d7e8f9b", "nothing of the hash is left")]
    public void Pods_are_told_apart_as_long_as_what_Kubernetes_leaves_of_their_names_differs(int letters, string stable, string canary, string? said)
    {
        var doubt = SliceDoubt.Of(Request(letters, stable, canary), ByPod);

        Said(doubt, said);
    }

    [Theory]
    [InlineData(SliceBy.Label)]
    [InlineData(SliceBy.ReplicaSet)]
    [InlineData(SliceBy.Attribute)]
    public void What_is_not_read_from_the_names_of_pods_is_not_cut(SliceBy by) =>
        SliceDoubt.Of(Request(60, "7d9f8c6b54", "5c6d7e8f9b"), ByPod with { Slices = new SliceRule { By = by, Attributes = ["a"] } }).ShouldBeNull();

    [Fact]
    public void A_rolling_update_has_no_slices_to_tell_apart() =>
        SliceDoubt.Of(Request(60, "7d9f8c6b54", "5c6d7e8f9b") with { Strategy = Strategy.Rolling }, ByPod).ShouldBeNull();

    [Theory]
    [InlineData("canary", "stable", null)]
    [InlineData("same", "same", "are both track 'same'")]
    [InlineData("{version}", "{rollout}", "args.version is missing")]
    [InlineData("{cluster}", "stable", "cluster is missing")]
    [InlineData("{service}-{namespace}", "{service}", null)]
    public void Values_of_an_attribute_are_there_and_differ(string canary, string stable, string? said)
    {
        var policy = ByPod with { Slices = new SliceRule { By = SliceBy.Attribute, Attributes = ["track"], CanaryValue = canary, StableValue = stable } };

        Said(SliceDoubt.Of(Given.Request(), policy), said);
    }

    [Fact]
    public void Placeholders_stand_for_what_the_request_says()
    {
        var request = Given.Request() with { Cluster = "prod-1", Args = new Dictionary<string, string> { ["version"] = "2.0.0-RC.1+8" } };

        Placeholders.Fill("{cluster}/{namespace}/{rollout}@{version}", request).ShouldBe("prod-1/shop/checkout@2.0.0-RC.1+8");
        Placeholders.Arguments("{cluster}{version}{other}").ShouldBe(["version", "other"]);
        Placeholders.Fault("{version}-{service}").ShouldBeNull();
        Placeholders.Fault("{version").ShouldNotBeNull();
        Placeholders.Fault("{1st}").ShouldNotBeNull();
    }

    [Fact]
    public void Pods_of_a_version_that_is_no_hash_are_not_asked_about_and_those_of_an_experiment_by_their_label()
    {
        var pods = new PodHealthObjective { Name = "pods", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1), Signal = PodSignal.Ready };
        var policy = Given.Policy(pods);
        EvidencePlan Plan(GateRequest request, SliceRule slices) => EvidencePlanner.Plan(request, policy with { Slices = slices }, new WindowPlan.Planned(Given.Window, null));

        Plan(Given.Request() with { CanaryHash = "1.4.2" }, new SliceRule { By = SliceBy.Attribute, Attributes = ["v"] }).Unaskable.ShouldHaveSingleItem();
        Plan(Given.Request(), new SliceRule()).JudgedPods.ShouldNotBeNull().Value.ShouldBe("checkout-5c6d7e8f-");
        Plan(Request(60, "7d9f8c6b54", "5c6d7e8f9b"), new SliceRule { By = SliceBy.ReplicaSet }).Unaskable.ShouldHaveSingleItem();
        Plan(Request(60, "7d9f8c6b54", "5c6d7e8f9b"), new SliceRule { By = SliceBy.Label }).JudgedPods.ShouldNotBeNull().By.ShouldBe(SliceBy.Label);
    }

    private static void Said(string? doubt, string? said)
    {
        if (said is null)
        {
            doubt.ShouldBeNull();
        }
        else
        {
            doubt.ShouldNotBeNull().ShouldContain(said);
        }
    }

    private static GateRequest Request(int letters, string stable, string canary) => Given.Request() with { Rollout = new string('r', letters), StableHash = stable, CanaryHash = canary };
}
