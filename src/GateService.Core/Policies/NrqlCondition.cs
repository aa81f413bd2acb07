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
            Note(NrqlFaults.Compared(left, operation, Sum()));
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

    private void Matching(NrqlOperand left)
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
            Note(NrqlFaults.Listed(Sum()));
        }
        while (_tokens.Try(","));
        Close();
    }

    private NrqlOperand Sum()
    {
        var operand = Sign();
        while (_tokens.Is("+") || _tokens.Is("-") || _tokens.Is("*") || _tokens.Is("/") || _tokens.Is("%"))
        {
            operand = new NrqlOperand(NrqlToken.Symbol, $"{operand.Text} {_tokens.Take()} {Sign().Text}");
        }

        return operand;
    }

    private NrqlOperand Sign() => _tokens.Try("-") ? Primary() : Primary();

    private NrqlOperand Primary()
    {
        if (++_depth > MostDepth)
        {
            throw Fault($"is nested more than {MostDepth} deep");
        }

        var (kind, text) = _tokens.Current;
        var operand = kind is NrqlToken.Name or NrqlToken.Text or NrqlToken.Number or NrqlToken.Parameter ? new NrqlOperand(kind, _tokens.Take())
            : kind == NrqlToken.Symbol && text == "(" ? Parenthesized()
            : kind != NrqlToken.Word || IsReserved(text) ? throw Unexpected()
            : _tokens.Next is (NrqlToken.Symbol, "(") ? Call()
            : new NrqlOperand(NrqlToken.Word, _tokens.Take()) { IsBare = !Values.Contains(text.ToUpperInvariant()) };
        _depth--;
        return operand;
    }

    private NrqlOperand Parenthesized()
    {
        _tokens.Take();
        Or();
        Close();
        return new NrqlOperand(NrqlToken.Symbol, "(…)");
    }

    private NrqlOperand Call()
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
        Note(NrqlFaults.Called(function, arguments));
        return new NrqlOperand(NrqlToken.Symbol, $"{function}(…)");
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

    private void Note(string? fault)
    {
        if (fault is not null)
        {
            _faults.Add(fault);
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

    private FormatException Unexpected() => Fault(NrqlFaults.Unexpected(_tokens));

    private static FormatException Fault(string message) => new(message);
}
