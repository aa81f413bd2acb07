using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Charts.Tests.Driven;

/// <summary>A condition of the one form our templates use, <c>result[1] == "pass"</c>; Argo's expression language knows many more, and this refuses them.</summary>
internal sealed partial record Condition(int Index, string Text)
{
    /// <exception cref="FormatException">Another form.</exception>
    public static Condition Parse(string expression) => Form().Match(expression) is { Success: true } match
        ? new Condition(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value)
        : throw new FormatException($"{expression}: the driver knows result[N] == \"TEXT\" only");

    public bool Holds(JsonNode result) => result.AsArray()[Index]!.GetValue<string>() == Text;

    [GeneratedRegex("""^result\[(\d+)\] == "([a-z]+)"$""")]
    private static partial Regex Form();
}
