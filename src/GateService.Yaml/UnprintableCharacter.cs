using GateService.Core.Policies.Reading;

namespace GateService.Yaml;

/// <summary>Characters that YAML does not allow. The parser takes U+0000 for the end of the file, and would drop in silence what stands behind it.</summary>
internal static class UnprintableCharacter
{
    /// <summary>The first of them, or null.</summary>
    public static PolicyFault? Fault(string file, string yaml)
    {
        var line = 1;
        for (var i = 0; i < yaml.Length; i++)
        {
            line += yaml[i] == '\n' ? 1 : 0;
            if (char.IsSurrogatePair(yaml, i))
            {
                i++;
            }
            else if (IsRefused(yaml[i]) && !(i == 0 && yaml[i] == '\uFEFF'))
            {
                return new PolicyFault(file, line, "", $"holds the character U+{(int)yaml[i]:X4}: expected text in UTF-8 without control characters");
            }
        }

        return null;
    }

    private static bool IsRefused(char character) => character is '\uFEFF' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(character)
        || (char.IsControl(character) && character is not ('\t' or '\n' or '\r' or '\u0085'));
}
