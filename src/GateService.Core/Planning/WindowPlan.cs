namespace GateService.Core.Planning;

/// <summary>A window, or why there is none yet.</summary>
public abstract record WindowPlan
{
    private WindowPlan()
    {
    }

    /// <param name="Window">At least one bucket.</param>
    /// <param name="Warning">Something the caller should know; usually null.</param>
    public sealed record Planned(EvaluationWindow Window, string? Warning) : WindowPlan
    {
        /// <summary>What the sequential judge weighs: from the begin of the rollout to the end of <see cref="Window"/>, on the same buckets.</summary>
        public EvaluationWindow Span { get; init; } = Window;

        /// <summary>Stable's past before <see cref="Span"/>, in cells; null where nobody asks for it.</summary>
        public EvaluationWindow? History { get; init; }
    }

    public sealed record TooEarly(string Reason) : WindowPlan;
}
