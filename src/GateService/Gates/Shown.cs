using GateService.Core.Words;

namespace GateService.Gates;

/// <summary>A caller's value fit to be quoted back: one line, no markup, short.</summary>
internal static class Shown
{
    public static string Of(string? value) => OneLine.Of(value ?? "", 80);
}
