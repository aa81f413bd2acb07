namespace GateService.Core.Policies;

/// <summary>One side of a comparison.</summary>
/// <param name="Kind">What it is; <see cref="NrqlToken.Symbol"/> for what is made of several.</param>
/// <param name="Text">As people read it.</param>
internal sealed record NrqlOperand(NrqlToken Kind, string Text)
{
    /// <summary>A word alone: an attribute, or a text whose quotes were forgotten.</summary>
    public bool IsBare { get; init; }
}
