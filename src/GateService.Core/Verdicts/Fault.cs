namespace GateService.Core.Verdicts;

/// <summary>Whose fault it is.</summary>
public enum Fault
{
    /// <summary>The change's.</summary>
    SelfInflicted,

    /// <summary>A dependency's, the clients' or the platform's.</summary>
    Upstream,

    /// <summary>Not shown.</summary>
    Undetermined,
}
