namespace GateService.Core.Policies;

/// <summary>Where something stands in the policy files.</summary>
/// <param name="File">Path relative to the policies directory; <c>built-in</c> for defaults of the code.</param>
/// <param name="Line">1-based; 0 for built-in.</param>
public sealed record PolicyPosition(string File, int Line)
{
    public static PolicyPosition BuiltIn { get; } = new("built-in", 0);
}
