namespace GateService.Core.Policies;

/// <summary>Attributes that a condition names, so that somebody can look whether any event carries them.</summary>
public static class NrqlAttributes
{
    /// <summary>Each once, in the order of the condition, without backticks.</summary>
    /// <param name="condition">As written, with <c>{parameters}</c>.</param>
    public static IReadOnlyList<string> Of(string condition)
    {
        var (tokens, names) = (new NrqlTokens(condition), new List<string>());
        for (; tokens.Current.Kind != NrqlToken.End; tokens.Take())
        {
            var (kind, text) = tokens.Current;
            if (kind == NrqlToken.Name)
            {
                names.Add(text.Trim('`'));
            }
            else if (kind == NrqlToken.Word && !NrqlCondition.IsOfTheLanguage(text) && tokens.Next is not (NrqlToken.Symbol, "(") && !text.EndsWith(':'))
            {
                names.Add(text);
            }
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }
}
