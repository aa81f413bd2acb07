using System.Text.RegularExpressions;

namespace GateService.Core.Evidence;

/// <summary>
/// Messages of the same error told the same: ids, addresses, times, counters and the values of a single request become <c>*</c>. Statuses, codes and names of
/// things stay, because rules go by them.
/// </summary>
public static partial class ErrorMessage
{
    /// <summary>Agents cut messages at 255 to 4,096 characters; what is behind this tells no error from another.</summary>
    private const int Longest = 1_024;

    /// <param name="message">As the agent wrote it.</param>
    public static string Stable(string message)
    {
        var text = message.Length > Longest ? message[..Longest] : message;
        try
        {
            return Rules.Aggregate(text, (said, rule) => rule.Pattern.Replace(said, rule.Stable));
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    /// <summary>In this order: what holds other variable parts first.</summary>
    private static readonly (Regex Pattern, string Stable)[] Rules =
    [
        (Json(), "*"),
        (Url(), "*"),
        (Path(), "$1*"),
        (Uuid(), "*"),
        (Moment(), "*"),
        (Pointer(), "*"),
        (Address(), "*"),
        (HostAndPort(), "*"),
        (SourceFile(), "*/$1"),
        (SourceLine(), "$1:*"),
        (Id(), "$1*"),
        (Hex(), "*"),
        (Clock(), "*"),
        (Duration(), "*$1"),
        (Entry(), "$1=*"),
        (Key(), "$1*$2"),
        (Quoted(), "'*'"),
        (Number(), "*"),
    ];

    /// <summary>An object of a body that is quoted.</summary>
    [GeneratedRegex("""\{"[^{}]*\}""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Json();

    [GeneratedRegex("""\b[a-z][a-z0-9+.-]*://[^\s"'\])>]+(?<![:.,;])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Url();

    /// <summary>After <c>url:</c>, as Python's clients say it.</summary>
    [GeneratedRegex("""(\burl: )/\S*""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Path();

    [GeneratedRegex("""\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Uuid();

    [GeneratedRegex("""\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Moment();

    [GeneratedRegex("""\b0x[0-9a-f]+\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pointer();

    /// <summary>With what stands before a slash, as Java's clients say it, and a port.</summary>
    [GeneratedRegex("""(?:[A-Za-z0-9.-]+/)?(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\w.]*\w)""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("""(?<![\w./'-])[A-Za-z][A-Za-z0-9.-]*:\d{1,6}\b(?![:\w])""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HostAndPort();

    /// <summary>Directories of a source file.</summary>
    [GeneratedRegex("""(?<![\w*])/(?:[\w.-]+/)+([\w.-]+\.\w+)""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SourceFile();

    [GeneratedRegex("""(\.[A-Za-z]{1,5}):\d+\b""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SourceLine();

    /// <summary>What is called an id: <c>Request ID: 7Q2M1X8Y</c>.</summary>
    [GeneratedRegex("""(\bID:? )(?=[^\s,)]*\d)[^\s,)]+""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();

    /// <summary>Six digits and more of base sixteen, one of them a figure and one a letter; four where they end a name.</summary>
    [GeneratedRegex("""\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])(?:[0-9a-f]{6,}|(?<=-)[0-9a-f]{4,5})\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hex();

    [GeneratedRegex("""\b\d+:\d\d:\d\d(?:\.\d+)?\b""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex("""(?<![\w.])\d+(?:[.,]\d+)*(ms|us|s|m|h)\b""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Duration();

    [GeneratedRegex("""(?<=[\w)\s,(])\b(\w+)=\d+(?:\.\d+)?\b""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Entry();

    /// <summary>The value of a key: <c>(id)=(88412)</c>, <c>GET cart:8841</c>.</summary>
    [GeneratedRegex("""(\)=\()[^)]*(\))""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Key();

    /// <summary>A quoted text with a figure in it.</summary>
    [GeneratedRegex("""'(?=[^']*\d)[^'\s]*'""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Quoted();

    /// <summary>Any other number but a status of three digits, a code such as ORA-00001, SQLSTATE's, one in brackets, and what belongs to a name.</summary>
    [GeneratedRegex("""(?<![\w.\[(])(?<![A-Z]{2}-)(?<!SQLSTATE )(?!(?:[1-5]\d\d)\b(?![.,]\d))(?!\d{5}: )\d[\d.,]*(?<=\d)(?![\w])""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
