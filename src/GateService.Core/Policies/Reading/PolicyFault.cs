namespace GateService.Core.Policies.Reading;

/// <summary>One thing wrong in the policy files.</summary>
/// <param name="File">Path relative to the policies directory.</param>
/// <param name="Line">1-based; 0 where it is none of a line, but of a file or folder that cannot be read.</param>
/// <param name="Path">Dotted path inside the file, e.g. <c>objectives.error-rate.atMost</c>.</param>
/// <param name="Message">Quotes the value and says what was expected.</param>
public sealed record PolicyFault(string File, int Line, string Path, string Message)
{
    public override string ToString() => $"{File}{(Line > 0 ? $":{Line}" : "")}{(Path.Length > 0 ? $" {Path}" : "")}: {Message}";
}
