namespace GateService.Core.Planning;

/// <summary>A window, or why there is none yet.</summary>
public abstract record WindowPlan
{
    private WindowPlan()
    {
    }

    /// <param name="Window">At least one bucket.</param>
    /// <param name="Warning">Something the caller should know; usually null.</param>
    public sealed record Planned(EvaluationWindow Window, string? Warning) : WindowPlan;

    public sealed record TooEarly(string Reason) : WindowPlan;
}
