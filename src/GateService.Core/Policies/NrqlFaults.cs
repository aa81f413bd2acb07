using GateService.Core.Words;

namespace GateService.Core.Policies;

/// <summary>What is wrong with a part of a condition, in words that follow the condition; null where nothing is.</summary>
internal static class NrqlFaults
{
    /// <summary>Two values that are compared.</summary>
    public static string? Compared(NrqlOperand left, string operation, NrqlOperand right) =>
        right.Kind == NrqlToken.Word && right.Text.Equals("NULL", StringComparison.OrdinalIgnoreCase)
            ? $"compares {left.Text} {operation} NULL, which is never true: write {left.Text} IS {(operation == "!=" ? "NOT " : "")}NULL"
        : left.IsBare && right.IsBare
            ? $"compares two attributes, {left.Text} and {right.Text}: a text stands in single quotes, {left.Text} {operation} '{right.Text}'; where both are meant, put backticks around them"
        : left.Kind is NrqlToken.Text or NrqlToken.Number && right.Kind is NrqlToken.Text or NrqlToken.Number
            ? $"compares {left.Text} with {right.Text}, which hangs on no event"
        : null;

    /// <summary>One of the values of <c>IN</c>.</summary>
    public static string? Listed(NrqlOperand value) =>
        value.IsBare ? $"has {value.Text} among the values of IN, which names an attribute: a text stands in single quotes, '{value.Text}'" : null;

    /// <summary>A function, and how many arguments it is given.</summary>
    public static string? Called(string function, int arguments) =>
        NrqlFunctions.Aggregates.Contains(function) ? $"holds {function}(), which says something of many events: a condition says something of one"
        : !NrqlFunctions.OfOneEvent.TryGetValue(function, out var known) ? $"holds {function}(), which is no function of NRQL{Closest.Hint(function, NrqlFunctions.OfOneEvent.Keys)}"
        : arguments < known.Fewest || arguments > known.Most
            ? $"gives {function}() {arguments} arguments: it takes {(known.Fewest == known.Most ? $"{known.Fewest}" : $"{known.Fewest} to {known.Most}")}"
        : null;

    /// <summary>A token where none of its kind may stand.</summary>
    public static string Unexpected(NrqlTokens tokens) => tokens.Current switch
    {
        (NrqlToken.End, _) when tokens.Before.Length == 0 => "is empty",
        (NrqlToken.End, _) => $"ends after {tokens.Before}",
        (_, "==") => "compares with ==: NRQL has =",
        (_, "<>") => "compares with <>, which NRQL does not document: write !=",
        (_, "&&") => "holds &&: write AND",
        (_, "||") => "holds ||: write OR",
        (_, "!") => "holds !: write NOT before a condition, or != between two values",
        (_, "=") when tokens.Before == "=" => "compares with ==: NRQL has =",
        (NrqlToken.Word, var word) when word.Equals("BETWEEN", StringComparison.OrdinalIgnoreCase) => "has BETWEEN, which NRQL does not know: write a >= 1 AND a <= 2",
        _ => $"makes no sense from {tokens.Current.Text} on{(tokens.Before.Length > 0 ? $", behind {tokens.Before}" : "")}",
    };
}
