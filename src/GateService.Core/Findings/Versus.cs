namespace GateService.Core.Findings;

/// <summary>What decided a finding.</summary>
public enum Versus
{
    /// <summary>The limit alone.</summary>
    Absolute,

    /// <summary>The limit, and the margin over stable.</summary>
    Stable,
}
