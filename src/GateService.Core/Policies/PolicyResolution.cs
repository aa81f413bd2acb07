namespace GateService.Core.Policies;

/// <summary>Which policy a request is judged by, or why there is none.</summary>
public abstract record PolicyResolution
{
    private PolicyResolution()
    {
    }

    public sealed record Resolved(GatePolicy Policy) : PolicyResolution;

    /// <param name="Reason">In words for people, naming what was asked for and what there is.</param>
    public sealed record Unresolved(string Reason) : PolicyResolution;
}
