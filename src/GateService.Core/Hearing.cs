using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;

namespace GateService.Core;

/// <summary>What a request is judged by: its policy, what was asked, and the evidence as it can be relied on, laid out as trials once for all who look at them.</summary>
internal sealed record Hearing(GateRequest Request, GatePolicy Policy, EvidencePlan Plan, ClusterDoubt Clusters, GateEvidence Evidence, SliceTraffic? Traffic, SampleRatio? Ratio, JudgingContext Context, IReadOnlyList<Objective> Objectives, Docket Docket)
{
    public static Hearing Of(GateRequest request, GatePolicy policy, EvidencePlan plan, GateEvidence evidence)
    {
        var plausible = PlausibleEvidence.Of(evidence);
        var clusters = ClusterDoubt.Of(plan, plausible);
        var told = clusters.Apply(plausible);
        var whole = told with { Objectives = [.. told.Objectives, .. plan.Unaskable] };
        var traffic = SliceTraffic.Of(plan, whole);
        var ratio = SampleRatio.Of(plan, whole, policy.Sequential.SampleRatio);
        var context = new JudgingContext(plan.Weight, plan.Window, plan.Slice)
        {
            Mode = request.Mode,
            SampleRatio = ratio,
            ExpectsControl = plan is { Control: not null, Weight: < 100 },
            IsOfMessages = Quiet.IsOfMessages(plan),
            Attribution = policy.Attribution,
            Sequential = policy.Sequential,
            JudgesOnlyAgainstStable = policy.JudgesOnlyAgainstStable,
            Emergency = ErrorBudget.EmergencyOf(policy),
            Steps = traffic?.Steps(plan),
            Whereabouts = whole.Whereabouts,
            AlphaPerWeight = ErrorBudget.PerWeight(policy),
        };
        List<Objective> objectives = [.. policy.Objectives.Where(objective => EvidencePlanner.Applies(objective, policy, request) && !IsOutlived(objective, plan, whole, context))];
        return new Hearing(request, policy, plan, clusters, whole, traffic, ratio, context, objectives, Docket.Of(objectives, whole, context));
    }

    /// <summary>What a default compares with stable alone, and is not judged for want of stable's past; their names.</summary>
    public IEnumerable<string> Pastless => Plan.Former is null ? [] : Policy.Objectives.Where(objective => EvidencePlanner.HasPastAlone(objective, Request) && !Objectives.Contains(objective) && Plan.Telemetry.Refusal is not null).Select(objective => objective.Name);

    /// <summary>
    /// Nothing of stable serves beside the canary, and nothing did: what a default compares with stable alone has nothing to say any more, unless stable's past takes its place. What could not be asked about is
    /// not left out.
    /// </summary>
    private static bool IsOutlived(Objective objective, EvidencePlan plan, GateEvidence evidence, JudgingContext context) => objective is { IsOfStableByNature: true, IsAgainstStableAlone: true } && (plan.Weight >= 100 || plan.Control is null)
        && evidence.Objectives.Where(known => known.Objective == objective.Name).All(known =>
            known.Control.Buckets.All(bucket => bucket.Exposure <= 0) && known.Judged is not SliceEvidence.Unavailable && SinceSwitch.Of(new Trial(objective, known, context)) is null);
}
