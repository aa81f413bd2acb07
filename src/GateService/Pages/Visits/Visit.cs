namespace GateService.Pages.Visits;

/// <summary>Who looks at a page, and when.</summary>
/// <param name="Who">Name of the token signed in with; null where authentication is off or nobody is signed in.</param>
/// <param name="FormToken">Goes into every form, so that only our own pages can send it.</param>
/// <param name="Now">When the page was made.</param>
public sealed record Visit(string? Who, string FormToken, DateTimeOffset Now)
{
    /// <summary>Whether they may say that a decision was right.</summary>
    public bool MayLabel { get; init; }
}
