namespace GateService.Evidence;

/// <summary>Which requests a column counts.</summary>
internal enum Counted
{
    Requests,

    /// <summary>Failed, by what they answered.</summary>
    Errors,

    /// <summary>No errors, and marked as such.</summary>
    Marked,

    /// <summary>Refused as the caller's mistake.</summary>
    Refusals,

    /// <summary>Of those, refused for who asks, how, or how often.</summary>
    Denials,

    /// <summary>Do not tell how they ended.</summary>
    Untold,
}
