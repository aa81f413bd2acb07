namespace GateService.Core.Words;

/// <summary>On which side of its limit a value must stay.</summary>
public enum Comparison
{
    AtMost,
    AtLeast,
}
