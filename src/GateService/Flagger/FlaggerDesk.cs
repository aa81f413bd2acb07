using GateService.Callers;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Gates;
using GateService.History;
using GateService.Policies;
using GateService.Wire;

namespace GateService.Flagger;

/// <summary>
/// Fills in what Flagger cannot say. Its canary Deployment keeps its name from rollout to rollout, so that a rollout is known by its checksum, and
/// begins when the gate is first asked about it: telemetry of the one before must not count.
/// </summary>
internal sealed class FlaggerDesk(GateDesk desk, PolicyStore policies, DecisionStore store, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    public async Task<(Verdict Verdict, string Why)> EvaluateAsync(GateRequest request, string checksum, Caller caller, EvaluationCall call, CancellationToken ct)
    {
        if (policies.Current.Catalog.Resolve(request) is not PolicyResolution.Resolved { Policy: var policy })
        {
            return Say(await desk.EvaluateAsync(request, caller, call, ct));
        }

        if (policy.Slices.By != SliceBy.Attribute && request.Strategy != Strategy.Rolling)
        {
            return (Verdict.Inconclusive, $"policy {policy.Name} tells slices by pod hash, which Flagger does not know; set metadata.policy to flagger-default or another with slices by attribute");
        }

        if (request.Mode == GateMode.Preflight)
        {
            // Before the rollout: stable's past is what is asked about.
            return Say(await desk.EvaluateAsync(request with { Window = request.Window ?? policy.Window }, caller, call, ct));
        }

        if (await store.TryAnchorAsync(StepAnchor.Of(request) with { CanaryHash = $"flagger {checksum}", Step = "rollout" }, time.GetUtcNow(), call.Deadline.AtMost(Patience), ct) is not { } seen)
        {
            return (Verdict.Inconclusive, "the store is not reachable, and without it the gate cannot know when this rollout began");
        }

        return Say(await desk.EvaluateAsync(request with { RolloutStartedAt = seen.Rollout, Window = request.Window ?? policy.Window }, caller, call, ct));
    }

    private static (Verdict Verdict, string Why) Say(WrittenAnswer answer) => (answer.Response.Verdict, (string)answer.Response.Result[2]);
}
