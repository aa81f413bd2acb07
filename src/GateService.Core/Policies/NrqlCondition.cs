using GateService.Core.Words;

namespace GateService.Core.Policies;

/// <summary>
/// The grammar of what may stand behind <c>WHERE</c>: comparisons, <c>IN</c>, <c>LIKE</c>, <c>RLIKE</c>, <c>IS</c>, <c>AND</c>, <c>OR</c>, <c>NOT</c>, arithmetic, and
/// functions of one event. A policy that New Relic would not understand is refused when it is read, and not in the middle of a rollout.
/// </summary>
public sealed class NrqlCondition
{
    private const int MostDepth = 60;

    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">="];
    private static readonly string[] Values = ["TRUE", "FALSE", "NULL"];
    private static readonly string[] Reserved = ["AND", "OR", "NOT", "IN", "LIKE", "RLIKE", "IS", "AS", "BETWEEN"];

    private readonly NrqlTokens _tokens;
    private readonly List<string> _faults = [];
    private int _depth;

    /// <summary>Calls that are open: what they are given may be a value alone.</summary>
    private int _calls;

    private NrqlCondition(string text) => _tokens = new NrqlTokens(text);

    /// <summary>Everything wrong with a condition, in words that follow it: <c>'a == 1' compares with ==: …</c>. Empty where New Relic takes it.</summary>
    /// <param name="text">As written, with <c>{parameters}</c>.</param>
    /// <param name="parameters">Names that are declared; null where there are none.</param>
    public static IReadOnlyList<string> Faults(string text, IReadOnlyCollection<string>? parameters = null)
    {
        List<string> fragment = [.. KpiFragment.Faults(text, parameters ?? [])];
        return fragment.Count > 0 ? fragment : new NrqlCondition(text).Parse();
    }

    /// <summary>A word that names no attribute.</summary>
    internal static bool IsOfTheLanguage(string word) => IsReserved(word) || Values.Contains(word.ToUpperInvariant());

    private List<string> Parse()
    {
        try
        {
            Or();
            if (_tokens.Current.Kind != NrqlToken.End)
            {
                throw Unexpected();
            }
        }
        catch (FormatException fault)
        {
            _faults.Add(fault.Message);
        }

        return _faults;
    }

    private void Or()
    {
        do
        {
            And();
        }
        while (_tokens.TryWord("OR"));
    }

    private void And()
    {
        do
        {
            while (_tokens.TryWord("NOT"))
            {
            }

            Comparison();
        }
        while (_tokens.TryWord("AND"));
    }

    private void Comparison()
    {
        var left = Sum();
        if (_tokens.Current is (NrqlToken.Symbol, var operation) && Comparisons.Contains(operation))
        {
            _tokens.Take();
            Compared(left, operation, Sum());
        }
        else if (_tokens.TryWord("IS"))
        {
            _ = _tokens.TryWord("NOT");
            if (_tokens.Current is not (NrqlToken.Word, var value) || !Values.Contains(value.ToUpperInvariant()))
            {
                throw Fault($"has IS before {Said()}: IS takes NULL, TRUE or FALSE; a value is compared with =");
            }

            _tokens.Take();
        }
        else
        {
            Matching(left);
        }
    }

    private void Matching(Operand left)
    {
        var isNot = _tokens.IsWord("NOT") && (NrqlTokens.Is(_tokens.Next, "IN") || NrqlTokens.Is(_tokens.Next, "LIKE") || NrqlTokens.Is(_tokens.Next, "RLIKE")) && _tokens.TryWord("NOT");
        if (_tokens.TryWord("IN"))
        {
            In();
        }
        else if (_tokens.IsWord("LIKE") || _tokens.IsWord("RLIKE"))
        {
            var word = _tokens.Take().ToUpperInvariant();
            if (_tokens.Current.Kind != NrqlToken.Text && _tokens.Current.Kind != NrqlToken.Parameter && (word == "LIKE" || _tokens.Current.Kind != NrqlToken.Regex))
            {
                throw Fault($"has {word} before {Said()}: expected a text in single quotes, such as '{(word == "LIKE" ? "%timeout%" : ".*timeout.*")}'");
            }

            _tokens.Take();
        }
        else if (_tokens.IsWord("BETWEEN"))
        {
            throw Fault("has BETWEEN, which NRQL does not know: write a >= 1 AND a <= 2");
        }
        else if (isNot || (_calls == 0 && left.Kind is NrqlToken.Text or NrqlToken.Number))
        {
            throw left.Kind is NrqlToken.Text or NrqlToken.Number && _tokens.Current.Kind == NrqlToken.End ? Fault($"is {left.Text} alone, which compares nothing") : Unexpected();
        }
    }

    private void In()
    {
        if (!_tokens.Try("("))
        {
            throw Fault($"has IN before {Said()}: the values of IN stand in parentheses, such as IN (1, 2)");
        }

        do
        {
            if (Sum() is { IsBare: true } bare)
            {
                _faults.Add($"has {bare.Text} among the values of IN, which names an attribute: a text stands in single quotes, '{bare.Text}'");
            }
        }
        while (_tokens.Try(","));
        Close();
    }

    private void Compared(Operand left, string operation, Operand right)
    {
        if (right.Kind == NrqlToken.Word && right.Text.Equals("NULL", StringComparison.OrdinalIgnoreCase))
        {
            _faults.Add($"compares {left.Text} {operation} NULL, which is never true: write {left.Text} IS {(operation == "!=" ? "NOT " : "")}NULL");
        }
        else if (left.IsBare && right.IsBare)
        {
            _faults.Add($"compares two attributes, {left.Text} and {right.Text}: a text stands in single quotes, {left.Text} {operation} '{right.Text}'; where both are meant, put backticks around them");
        }
        else if (left.Kind is NrqlToken.Text or NrqlToken.Number && right.Kind is NrqlToken.Text or NrqlToken.Number)
        {
            _faults.Add($"compares {left.Text} with {right.Text}, which hangs on no event");
        }
    }

    private Operand Sum()
    {
        var operand = Sign();
        while (_tokens.Is("+") || _tokens.Is("-") || _tokens.Is("*") || _tokens.Is("/") || _tokens.Is("%"))
        {
            operand = new Operand(NrqlToken.Symbol, $"{operand.Text} {_tokens.Take()} {Sign().Text}");
        }

        return operand;
    }

    private Operand Sign() => _tokens.Try("-") ? Primary() : Primary();

    private Operand Primary()
    {
        if (++_depth > MostDepth)
        {
            throw Fault($"is nested more than {MostDepth} deep");
        }

        var (kind, text) = _tokens.Current;
        var operand = kind is NrqlToken.Name or NrqlToken.Text or NrqlToken.Number or NrqlToken.Parameter ? new Operand(kind, _tokens.Take())
            : kind == NrqlToken.Symbol && text == "(" ? Parenthesized()
            : kind != NrqlToken.Word || IsReserved(text) ? throw Unexpected()
            : _tokens.Next is (NrqlToken.Symbol, "(") ? Call()
            : new Operand(NrqlToken.Word, _tokens.Take()) { IsBare = !Values.Contains(text.ToUpperInvariant()) };
        _depth--;
        return operand;
    }

    private Operand Parenthesized()
    {
        _tokens.Take();
        Or();
        Close();
        return new Operand(NrqlToken.Symbol, "(…)");
    }

    private Operand Call()
    {
        var (function, arguments) = (_tokens.Take(), 0);
        _tokens.Take();
        _calls++;
        if (!_tokens.Is(")"))
        {
            do
            {
                Argument(function);
                arguments++;
            }
            while (_tokens.Try(","));
        }

        Close();
        _calls--;
        Known(function, arguments);
        return new Operand(NrqlToken.Symbol, $"{function}(…)");
    }

    /// <summary>A regular expression stands in capture() alone, a name with a colon before an argument wherever one is named, a star where all events are counted.</summary>
    private void Argument(string function)
    {
        if (_tokens.Current.Kind == NrqlToken.Word && _tokens.Current.Text.EndsWith(':'))
        {
            _tokens.Take();
        }

        if (_tokens.Current.Kind == NrqlToken.Regex && function.Equals("capture", StringComparison.OrdinalIgnoreCase))
        {
            _tokens.Take();
        }
        else if (!_tokens.Try("*"))
        {
            Or();
        }
    }

    private void Known(string function, int arguments)
    {
        if (NrqlFunctions.Aggregates.Contains(function))
        {
            _faults.Add($"holds {function}(), which says something of many events: a condition says something of one");
        }
        else if (!NrqlFunctions.OfOneEvent.TryGetValue(function, out var known))
        {
            _faults.Add($"holds {function}(), which is no function of NRQL{Closest.Hint(function, NrqlFunctions.OfOneEvent.Keys)}");
        }
        else if (arguments < known.Fewest || arguments > known.Most)
        {
            _faults.Add($"gives {function}() {arguments} arguments: it takes {(known.Fewest == known.Most ? $"{known.Fewest}" : $"{known.Fewest} to {known.Most}")}");
        }
    }

    private void Close()
    {
        if (!_tokens.Try(")"))
        {
            throw Unexpected();
        }
    }

    private static bool IsReserved(string word) => Reserved.Contains(word.ToUpperInvariant());

    private string Said() => _tokens.Current is (NrqlToken.End, _) ? "the end" : _tokens.Current.Text;

    private FormatException Unexpected() => _tokens.Current switch
    {
        (NrqlToken.End, _) when _tokens.Before.Length == 0 => Fault("is empty"),
        (NrqlToken.End, _) => Fault($"ends after {_tokens.Before}"),
        (_, "==") => Fault("compares with ==: NRQL has ="),
        (_, "<>") => Fault("compares with <>, which NRQL does not document: write !="),
        (_, "&&") => Fault("holds &&: write AND"),
        (_, "||") => Fault("holds ||: write OR"),
        (_, "!") => Fault("holds !: write NOT before a condition, or != between two values"),
        (_, "=") when _tokens.Before == "=" => Fault("compares with ==: NRQL has ="),
        (NrqlToken.Word, var word) when word.Equals("BETWEEN", StringComparison.OrdinalIgnoreCase) => Fault("has BETWEEN, which NRQL does not know: write a >= 1 AND a <= 2"),
        _ => Fault($"makes no sense from {_tokens.Current.Text} on{(_tokens.Before.Length > 0 ? $", behind {_tokens.Before}" : "")}"),
    };

    private static FormatException Fault(string message) => new(message);

    /// <summary>One side of a comparison.</summary>
    /// <param name="Kind">What it is; <see cref="NrqlToken.Symbol"/> for what is made of several.</param>
    /// <param name="Text">As people read it.</param>
    private sealed record Operand(NrqlToken Kind, string Text)
    {
        /// <summary>A word alone: an attribute, or a text whose quotes were forgotten.</summary>
        public bool IsBare { get; init; }
    }
}
