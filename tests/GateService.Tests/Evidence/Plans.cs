using GateService.Core;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Tests.Hosting;
using GateService.Yaml;

namespace GateService.Tests.Evidence;

/// <summary>Plans of the shipped policies, or of a policy written in a test.</summary>
internal static class Plans
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    public static readonly EvaluationWindow Window = new(Begin, Begin.AddMinutes(10), TimeSpan.FromMinutes(1));

    public static GateRequest Request => new()
    {
        Service = "checkout",
        Rollout = "checkout",
        Namespace = "shop",
        CanaryHash = "5c6d7e8f",
        StableHash = "7d9f8c6b54",
        StepWeight = 5,
    };

    public static GatePolicy Shipped(string name) => Catalog(Repository.PolicyFiles()).Policies.Single(policy => policy.Name == name);

    public static GatePolicy Written(string body) => Catalog(new Dictionary<string, string> { ["test.yaml"] = "kind: policy\nname: test\n" + body }).Policies.Single();

    /// <summary>The step's ten minutes; where evidence is weighed, twenty more of the rollout and an hour of stable's past.</summary>
    public static EvidencePlan Of(GatePolicy policy, GateRequest? request = null)
    {
        var rollout = Begin.AddMinutes(-20);
        var isWeighed = policy.Objectives.Any(objective => objective.Judge.Needs.Span);
        return EvidencePlanner.Plan(request ?? Request, policy, new WindowPlan.Planned(Window, null)
        {
            Span = isWeighed ? Window with { Begin = rollout } : Window,
            History = isWeighed ? new EvaluationWindow(rollout.AddHours(-1), rollout, TimeSpan.FromMinutes(1)) : null,
        });
    }

    public static PolicyCatalog Catalog(Dictionary<string, string> files)
    {
        var faults = new List<PolicyFault>();
        return PolicyTexts.Build(files, Judges.Shipped, faults) is PolicyCatalogResult.Built built ? built.Catalog : throw new ShouldAssertException(string.Join('\n', faults));
    }
}
