using GateService.Core.Policies.Reading;
using YamlDotNet.Core;

namespace GateService.Yaml;

/// <summary>Tabs that indent. The parser stops at the map in which it meets one, which may begin many lines before.</summary>
internal static class TabIndentation
{
    /// <summary>Null where the trouble is another.</summary>
    public static PolicyFault? Fault(string file, string yaml, Exception trouble)
    {
        if (trouble is not YamlException || !trouble.Message.Contains("tab", StringComparison.Ordinal))
        {
            return null;
        }

        var line = 0;
        foreach (var text in yaml.AsSpan().EnumerateLines())
        {
            line++;
            var indent = text[..^text.TrimStart().Length];
            if (indent.Contains('\t') && indent.Length < text.Length)
            {
                return new PolicyFault(file, line, "", "is no YAML: a tab indents this line, and YAML takes spaces only");
            }
        }

        return null;
    }
}
