using System.Text;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Documents;

/// <summary>The table of a chart's values: keys and defaults from values.yaml, meanings from the comments above them.</summary>
internal static class ValuesTable
{
    public static string Of(string values)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(values));
        var table = new StringBuilder("## Values\n\n| key | default | meaning |\n|---|---|---|\n");
        foreach (var (key, value, comment) in Rows("", (YamlMappingNode)stream.Documents[0].RootNode, values.Split('\n')))
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| `{key}` | {Default(value)} | {comment.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return table.ToString();
    }

    /// <summary>A map is told key by key, unless its own comment says everything.</summary>
    private static IEnumerable<(string Key, YamlNode Value, string Comment)> Rows(string prefix, YamlMappingNode map, string[] lines)
    {
        foreach (var (name, value) in map.Children)
        {
            var comment = Comment(lines, (int)name.Start.Line - 1);
            if (value is YamlMappingNode { Style: not MappingStyle.Flow, Children.Count: > 0 } inner && (comment.Length == 0 || Rows("", inner, lines).Any(row => row.Comment.Length > 0)))
            {
                foreach (var row in Rows($"{prefix}{name}.", inner, lines))
                {
                    yield return row;
                }
            }
            else
            {
                yield return ($"{prefix}{name}", value, comment);
            }
        }
    }

    private static string Comment(string[] lines, int line)
    {
        var above = new List<string>();
        while (line > 0 && lines[--line].TrimStart() is ['#', ' ', .. var text])
        {
            above.Insert(0, text);
        }

        return string.Join(' ', above);
    }

    private static string Default(YamlNode value) => Flow(value) is { Length: > 0 } text ? $"`{text}`" : "";

    private static string Flow(YamlNode value) => value switch
    {
        YamlMappingNode map => $"{{{string.Join(", ", map.Children.Select(entry => $"{entry.Key}: {Flow(entry.Value)}"))}}}",
        YamlSequenceNode list => $"[{string.Join(", ", list.Children.Select(Flow))}]",
        YamlScalarNode { Value: "" } => "",
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.DoubleQuoted, Value: var text } => $"\"{text}\"",
        _ => value.ToString(),
    };
}
