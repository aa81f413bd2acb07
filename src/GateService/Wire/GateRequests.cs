using GateService.Core.Requests;

namespace GateService.Wire;

/// <summary>A validated wire request to the domain's.</summary>
internal static class GateRequests
{
    /// <param name="team">The caller's team, which the request may name too.</param>
    public static GateRequest Of(EvaluateRequest request, string? team) => new()
    {
        Service = request.Service!,
        Namespace = request.Namespace,
        Cluster = request.Cluster,
        Rollout = request.Rollout ?? request.Service!,
        // Written as the token has it, so that a team is one team in history and messages however a request spells it.
        Team = request.Team is { } own && !own.Equals(team, StringComparison.OrdinalIgnoreCase) ? own : team,
        Strategy = Read(request.Strategy, RequestValues.Strategy) ?? Strategy.Canary,
        Mode = Read(request.Mode, RequestValues.Mode) ?? GateMode.Step,
        CanaryHash = request.CanaryHash,
        StableHash = request.StableHash,
        Revision = request.Revision,
        StepIndex = Read(request.StepIndex, RequestValues.StepIndex),
        StepWeight = Read(request.StepWeight, RequestValues.Weight),
        StepStartedAt = Read(request.StepStartedAt, RequestValues.Moment),
        RolloutStartedAt = Read(request.RolloutStartedAt, RequestValues.Moment),
        Window = Read(request.Window, RequestValues.Window),
        Policy = request.Policy,
        Change = request.Change,
        Args = request.Args ?? new Dictionary<string, string>(),
        At = Read(request.At, RequestValues.Moment),
    };

    private static T? Read<T>(string? text, Func<string, T?> read)
        where T : struct => text is null ? null : read(text);
}
