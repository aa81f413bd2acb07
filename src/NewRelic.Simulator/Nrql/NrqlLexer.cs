using System.Text;

namespace NewRelic.Simulator.Nrql;

/// <summary>Splits NRQL into tokens. Strings are single-quoted with backslash escapes only; % is a wildcard in names of metrics.</summary>
internal static class NrqlLexer
{
    private static readonly string[] Symbols = ["!=", "<=", ">=", "(", ")", ",", "=", "<", ">", "+", "-", "*", "/", ":", "[", "]", "{", "}"];

    public static List<Token> Read(string nrql)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (SkipBlank(nrql, ref at))
        {
            tokens.Add(Next(nrql, ref at));
        }

        tokens.Add(new Token(TokenKind.End, "end of query", nrql.Length));
        return tokens;
    }

    public static NrqlException Unexpected(string nrql, int position, string what)
    {
        var before = nrql.AsSpan(0, Math.Min(position, nrql.Length));
        var line = before.Count('\n') + 1;
        var column = before.Length - (before.LastIndexOf('\n') + 1) + 1;
        return new NrqlException($"NRQL Syntax Error: Error at line {line} position {column}, unexpected '{what}'");
    }

    private static Token Next(string nrql, ref int at)
    {
        var (start, c) = (at, nrql[at]);
        if (c == '\'')
        {
            return new Token(TokenKind.Text, Quoted(nrql, ref at, '\''), start);
        }

        if (c == '`')
        {
            return new Token(TokenKind.Quoted, Backticked(nrql, ref at), start);
        }

        if (c is 'r' or 'R' && at + 1 < nrql.Length && nrql[at + 1] == '\'')
        {
            at++;
            return new Token(TokenKind.Regex, RegexText(nrql, ref at), start);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < nrql.Length && char.IsAsciiDigit(nrql[at + 1])))
        {
            return new Token(TokenKind.Number, Number(nrql, ref at), start);
        }

        if (char.IsLetter(c) || c is '_' or '%')
        {
            return new Token(TokenKind.Word, Word(nrql, ref at), start);
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(nrql, at, symbol, 0, symbol.Length) == 0)
            {
                at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, start);
            }
        }

        throw Unexpected(nrql, start, c.ToString());
    }

    /// <summary>Skips blanks and comments; false at the end.</summary>
    private static bool SkipBlank(string nrql, ref int at)
    {
        while (at < nrql.Length)
        {
            if (char.IsWhiteSpace(nrql[at]))
            {
                at++;
            }
            else if (Starts(nrql, at, "--") || Starts(nrql, at, "//"))
            {
                at = nrql.IndexOf('\n', at) is var end and >= 0 ? end : nrql.Length;
            }
            else if (Starts(nrql, at, "/*"))
            {
                at = nrql.IndexOf("*/", at + 2, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : throw Unexpected(nrql, at, "/*");
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static string Quoted(string nrql, ref int at, char quote)
    {
        var (start, text) = (at, new StringBuilder());
        for (at++; at < nrql.Length; at++)
        {
            if (nrql[at] == '\\' && at + 1 < nrql.Length)
            {
                text.Append(nrql[++at]);
            }
            else if (nrql[at] == quote)
            {
                at++;
                return text.ToString();
            }
            else
            {
                text.Append(nrql[at]);
            }
        }

        throw Unexpected(nrql, start, "'");
    }

    /// <summary>A regular expression keeps its backslashes, but for one before a quote.</summary>
    private static string RegexText(string nrql, ref int at)
    {
        var (start, text) = (at, new StringBuilder());
        for (at++; at < nrql.Length; at++)
        {
            if (nrql[at] == '\\' && at + 1 < nrql.Length)
            {
                text.Append(nrql[at + 1] == '\'' ? "'" : nrql.Substring(at, 2));
                at++;
            }
            else if (nrql[at] == '\'')
            {
                at++;
                return text.ToString();
            }
            else
            {
                text.Append(nrql[at]);
            }
        }

        throw Unexpected(nrql, start, "r'");
    }

    private static string Backticked(string nrql, ref int at)
    {
        var end = nrql.IndexOf('`', at + 1);
        if (end <= at + 1)
        {
            throw Unexpected(nrql, at, "`");
        }

        var name = nrql[(at + 1)..end];
        at = end + 1;
        return name;
    }

    private static string Number(string nrql, ref int at)
    {
        var start = at;
        while (at < nrql.Length && (char.IsAsciiDigit(nrql[at]) || nrql[at] == '.'
            || (nrql[at] is 'e' or 'E' && at + 1 < nrql.Length && (char.IsAsciiDigit(nrql[at + 1]) || nrql[at + 1] is '-' or '+'))
            || (nrql[at] is '-' or '+' && nrql[at - 1] is 'e' or 'E')))
        {
            at++;
        }

        return nrql[start..at];
    }

    private static string Word(string nrql, ref int at)
    {
        var start = at;
        while (at < nrql.Length && (char.IsLetterOrDigit(nrql[at]) || nrql[at] is '_' or '.' or '%' || (nrql[at] == ':' && at + 1 < nrql.Length && char.IsLetter(nrql[at + 1]) && nrql[at - 1] != ' ')))
        {
            at++;
        }

        return nrql[start..at];
    }

    private static bool Starts(string nrql, int at, string what) => string.CompareOrdinal(nrql, at, what, 0, what.Length) == 0;
}
