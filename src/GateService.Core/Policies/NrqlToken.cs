namespace GateService.Core.Policies;

/// <summary>What a word of a condition is.</summary>
internal enum NrqlToken
{
    /// <summary>Behind the last one.</summary>
    End,
    Symbol,

    /// <summary>An attribute, a function or a word of the language.</summary>
    Word,

    /// <summary>An attribute in backticks.</summary>
    Name,
    Text,
    Regex,
    Number,
    Parameter,
}
