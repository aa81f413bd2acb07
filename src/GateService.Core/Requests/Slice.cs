namespace GateService.Core.Requests;

/// <summary>Whose telemetry is judged.</summary>
public enum Slice
{
    /// <summary>The new version's.</summary>
    Canary,

    /// <summary>The current version's, before the first step.</summary>
    Stable,

    /// <summary>Everything, where there are no slices.</summary>
    All,
}
