using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Wire;

/// <summary>What to type about this rollout, ready to copy. Names are Kubernetes names, so nothing in them means anything to a shell.</summary>
internal static class RolloutCommands
{
    /// <summary>What is most likely to be wanted first; none where no Rollout is asked about.</summary>
    public static IReadOnlyList<string> Of(GateRequest request, Verdict verdict)
    {
        if (request.Strategy == Strategy.Rolling || !RequestValues.IsDnsSubdomain(request.Rollout) || (request.Namespace is { } named && !RequestValues.IsDnsLabel(named)))
        {
            return [];
        }

        return verdict switch
        {
            Verdict.Fail => [Line("get rollout"), Line("undo")],
            Verdict.Inconclusive when request.Mode != GateMode.Background => [Line("get rollout"), Line("promote"), Line("abort")],
            Verdict.Inconclusive or Verdict.Pass => [Line("get rollout")],
        };

        string Line(string verb) => $"kubectl argo rollouts {verb} {request.Rollout}{(request.Namespace is { } place ? $" -n {place}" : "")}";
    }
}
