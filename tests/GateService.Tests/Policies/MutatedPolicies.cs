using System.Text;

namespace GateService.Tests.Policies;

/// <summary>Policy files as tired hands leave them, the same for the same seed: cut, doubled, turned, and with what YAML takes for syntax put in between.</summary>
internal sealed class MutatedPolicies(IReadOnlyDictionary<string, string> files, int seed)
{
    private static readonly string[] Nasty =
    [
        "[", "]", "{", "}", ":", ": ", "- ", "? ", "&a ", "*a", "<<: *a", "!", "!!map ", "|", ">", "%", "@", "`", "\"", "'", "\t", "\0", "\n", "\r", "---\n", "...\n", "#", ",", "~", "null", "1e999", "-1", "é", "\uFEFF",
        "\uD83D\uDE00", "&a [*a]", "&a {b: *a}", "a: {", "a: [", "{param}", "9999999999999999999", "  ",
    ];

    private readonly Random _random = new(seed);
    private readonly string[] _names = [.. files.Keys.Order(StringComparer.Ordinal)];

    /// <summary>All files, one of them mutated.</summary>
    public (string Name, Dictionary<string, string> Files) Next()
    {
        var name = _names[_random.Next(_names.Length)];
        var text = files[name];
        for (var left = _random.Next(1, 5); left > 0; left--)
        {
            text = Mutate(text);
        }

        return (name, new Dictionary<string, string>(files) { [name] = text });
    }

    private string Mutate(string text)
    {
        var (at, length) = Span(text);
        return _random.Next(9) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, text.Substring(at, length)),
            2 or 3 => text.Insert(at, Nasty[_random.Next(Nasty.Length)]),
            4 => text[..at],
            5 => text.Insert(at, Deep()),
            6 => Line(text, line => new string(' ', _random.Next(12)) + line.TrimStart()),
            7 => Line(text, line => string.Join('\n', Enumerable.Repeat(line, _random.Next(2, 400)))),
            _ => Line(text, line => line.Contains(':', StringComparison.Ordinal) ? line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)] + " " + Nasty[_random.Next(Nasty.Length)] : line + Nasty[_random.Next(Nasty.Length)]),
        };
    }

    private (int At, int Length) Span(string text)
    {
        var at = _random.Next(text.Length + 1);
        return (at, _random.Next(Math.Min(60, text.Length - at) + 1));
    }

    private string Deep()
    {
        var (open, depth) = (new[] { "[", "{a: ", "- ", "? ", "((" }[_random.Next(5)], _random.Next(1, 3000));
        return new StringBuilder().Insert(0, open, depth).ToString();
    }

    private string Line(string text, Func<string, string> change)
    {
        var lines = text.Split('\n');
        var at = _random.Next(lines.Length);
        lines[at] = change(lines[at]);
        return string.Join('\n', lines);
    }
}
