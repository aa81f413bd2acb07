using GateService.Callers;
using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;
using GateService.Doctor;
using GateService.Policies;

namespace GateService.Power;

/// <summary>Looks at a service's traffic of today as a canary's gate would, once for each step, and says what a policy would see of it. Nothing is judged or kept.</summary>
internal sealed class PowerDesk(CheckupDesk checkups, IEvidenceSource source, PolicyStore policies, TimeProvider time)
{
    /// <summary>Of each look.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Stands for the version that is not there yet: no pod is named so.</summary>
    private const string NotYet = "not-yet-there";

    /// <returns>What is seen, or a sentence why nobody can say.</returns>
    public async Task<(PowerReport? Report, string? Trouble)> LookAsync(PowerRequest request, Caller caller, CancellationToken ct)
    {
        var service = request.Service;
        if (policies.Current.Catalog.Resolve(service.Service, service.Team, Strategy.Canary, request.Policy) is not PolicyResolution.Resolved { Policy: var policy } resolved)
        {
            return (null, ((PolicyResolution.Unresolved)policies.Current.Catalog.Resolve(service.Service, service.Team, Strategy.Canary, request.Policy)).Reason);
        }

        var (stable, canary) = service is { StableHash: { } given } ? (given, service.CanaryHash) : await checkups.VersionsAsync(service, caller, ct);
        if (stable is null)
        {
            return (null, $"no pod of the rollout '{service.Rollout}' served {service.Service} in the window, so nobody knows whose traffic to look at: say stableHash; GET /v1/doctor says what is there");
        }

        var looks = new List<PowerLook>();
        foreach (var step in request.Steps)
        {
            if (WindowPlanner.Plan(Question(service, step, stable, canary), policy, new EvaluationMoment(time.GetUtcNow())) is not WindowPlan.Planned window)
            {
                return (null, $"the window holds no complete bucket of {Durations.Say(policy.Bucket)} yet");
            }

            var plan = EvidencePlanner.Plan(Question(service, step, stable, canary), policy, window) with { Mode = GateMode.Background };
            looks.Add(new PowerLook(plan, await source.GatherAsync(plan, _ => OpenQuestions.None, Patience, ct)));
        }

        var seen = PowerPlan.Of(resolved.Policy, request.Steps, looks, request.See);
        return (new PowerReport
        {
            Service = service.Service,
            Rollout = service.Rollout,
            Policy = policy.Name,
            Revision = policy.Revision,
            From = service.From,
            To = service.To,
            StableHash = stable,
            See = request.See,
            Steps = [.. request.Steps.Zip(seen, (step, objectives) => new PowerStep(step.Weight, Durations.Say(step.Length), [.. objectives.Select(Told)]))],
        }, null);
    }

    private static GateRequest Question(CheckupRequest service, PlannedStep step, string stable, string? canary) => service.Unsliced with
    {
        Strategy = Strategy.Canary,
        Mode = GateMode.Step,
        StableHash = stable,
        CanaryHash = canary ?? NotYet,
        StepWeight = step.Weight,
        StepStartedAt = service.From,
        RolloutStartedAt = service.From,
        At = service.IsNow ? null : service.To,
    };

    private static PowerObjective Told(Sensitivity seen) => new(
        seen.Objective,
        EnumNames.Of(seen.Unit),
        seen.Stable,
        seen.Seen,
        seen.Says,
        seen.Wish is { } wish ? new PowerWish(wish.Value, wish.IsSeen, wish.StepLength is { } length ? Durations.Say(length) : null, wish.Limit, wish.Says) : null);
}
