namespace GateService.Core.Policies;

/// <summary>On which side of its limit a value must stay.</summary>
public enum Comparison
{
    AtMost,
    AtLeast,
}
