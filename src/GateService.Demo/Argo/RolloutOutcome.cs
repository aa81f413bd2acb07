namespace GateService.Demo.Argo;

/// <summary>The end of a rollout.</summary>
/// <param name="Phase">Argo's phase.</param>
/// <param name="Weight">Canary weight, in percent, at which it ended.</param>
/// <param name="Minutes">Virtual minutes from the first step.</param>
/// <param name="ArgoMessage">All that Argo itself would show.</param>
/// <param name="Decisive">The measurement that decided; for a healthy rollout the last one.</param>
public sealed record RolloutOutcome(RolloutPhase Phase, int Weight, int Minutes, string? ArgoMessage, Measurement Decisive)
{
    /// <summary>The virtual moment at which the first weight had passed; null where it never did.</summary>
    public DateTimeOffset? LeftFirstStep { get; init; }
}
