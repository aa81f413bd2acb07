using System.Globalization;
using System.Text.RegularExpressions;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>One message as a library writes it.</summary>
/// <param name="Number">Of the list of forty patterns that docs/simulator.md counts; 0: none of them.</param>
/// <param name="Language">Of the process.</param>
/// <param name="Cause">What it is said of.</param>
/// <param name="Class">The exception's class as the agent writes it.</param>
/// <param name="Template">The message; its variable parts in braces.</param>
internal sealed partial record ErrorText(int Number, string Language, Cause Cause, string Class, string Template)
{
    /// <summary>The message with its variable parts: thrown anew, or always the same without dice.</summary>
    /// <param name="host">Whom it is about.</param>
    /// <param name="status">What was answered.</param>
    /// <param name="dice">Null: the same parts every time.</param>
    public string Say(string host, int status, Dice? dice) => Part().Replace(Template, part => part.ValueSpan switch
    {
        "{host}" => host,
        "{status}" => status.ToString(CultureInfo.InvariantCulture),
        "{phrase}" => HttpPhrase.Of(status),
        "{id}" => Number7(dice, 8841),
        "{n}" => Small(dice, 12),
        "{ms}" => (dice is null ? 30_003 : 1_000 + (int)(dice.Uniform() * 60_000)).ToString(CultureInfo.InvariantCulture),
        "{s}" => (dice is null ? 1.999812 : Math.Round(1 + dice.Uniform(), 6)).ToString(CultureInfo.InvariantCulture),
        "{hex}" => dice is null ? "9f3c21" : dice.Hex()[..6],
        "{address}" => dice is null ? "0x7f2c1a0d5e80" : $"0x7f{dice.Hex()[..10]}",
        "{ip}" => dice is null ? "10.96.7.21" : $"10.96.{(int)(dice.Uniform() * 250)}.{1 + (int)(dice.Uniform() * 250)}",
        "{time}" => dice is null ? "2026-11-28T14:00:00.120Z" : $"2026-11-28T14:{(int)(dice.Uniform() * 60):00}:{(int)(dice.Uniform() * 60):00}.{(int)(dice.Uniform() * 1000):000}Z",
        _ => throw new InvalidOperationException($"no such part: {part.Value}"),
    });

    private static string Number7(Dice? dice, int plain) => (dice is null ? plain : (int)(dice.Uniform() * 1_000_000)).ToString(CultureInfo.InvariantCulture);

    private static string Small(Dice? dice, int plain) => (dice is null ? plain : (int)(dice.Uniform() * 100)).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(host|status|phrase|id|n|ms|s|hex|address|ip|time)\}")]
    private static partial Regex Part();
}
