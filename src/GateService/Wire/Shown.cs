using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>A caller's value fit to be quoted back: one line, no markup, short.</summary>
internal static class Shown
{
    public static string Of(string? value) => OneLine.Of(value ?? "", 80);

    /// <summary>Shorter still, so that what was expected stands in the first eighty characters with it.</summary>
    public static string Short(string? value) => OneLine.Of(value ?? "", 20);
}
