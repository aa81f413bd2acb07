using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace NewRelic.Api;

/// <summary>The name of an attribute or event type, in backticks where NRQL needs them.</summary>
public sealed partial class NrqlIdentifier
{
    /// <summary>Reserved words; a dotted name that holds one needs backticks too.</summary>
    private static readonly FrozenSet<string> Reserved = new[]
    {
        "ago", "and", "as", "auto", "begin", "begintime", "by", "compare", "day", "days", "end", "endtime", "explain", "extrapolate", "facet",
        "false", "from", "hour", "hours", "in", "is", "like", "limit", "max", "minute", "minutes", "month", "months", "not", "null", "offset", "or",
        "order", "raw", "rlike", "second", "seconds", "select", "since", "slide", "timeseries", "true", "until", "week", "weeks", "where", "with",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">The name is not made of letters, digits, <c>_ . : / -</c> and spaces, starting with a letter or underscore.</exception>
    public NrqlIdentifier(string name)
    {
        if (!Allowed().IsMatch(name))
        {
            throw new ArgumentException($"'{name}' is not an attribute name: expected letters, digits, '_', '.', ':', '/', '-' or spaces, starting with a letter", nameof(name));
        }

        Name = name;
        Text = Bare().IsMatch(name) && !name.Split('.', ':').Any(Reserved.Contains) ? name : $"`{name}`";
    }

    /// <summary>The bare name, as it comes back as a key in rows.</summary>
    public string Name { get; }

    internal string Text { get; }

    public override string ToString() => Text;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.:/ -]{0,254}\z")]
    private static partial Regex Allowed();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.:]*\z")]
    private static partial Regex Bare();
}
