namespace GateService.Core.Policies;

/// <summary>
/// A reviewed rule that tells whose errors a signature are. Patterns take <c>*</c> for any text and ignore case; of one field any may match, of several fields all
/// must.
/// </summary>
public sealed record SignatureRule
{
    /// <summary>Unique in its policy, shown with every class it decides.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string> Types { get; init; } = [];

    public IReadOnlyList<string> Messages { get; init; } = [];

    public IReadOnlyList<string> Statuses { get; init; } = [];

    /// <summary>Patterns for the dependency whose call failed in the request.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    public IReadOnlyList<string> Flags { get; init; } = [];

    public required SignatureOrigin Origin { get; init; }

    /// <summary>Name of the dependency where telemetry does not name one; <see cref="SignatureOrigin.Dependency"/> only.</summary>
    public string? Named { get; init; }

    /// <summary>
    /// Requests wait for each other there: locks, connections, time of a database. Who holds them too long fails both slices alike, and later than it began; <see cref="SignatureOrigin.Dependency"/> only.
    /// </summary>
    public bool IsContended { get; init; }

    /// <summary>Why these errors are left out of account; <see cref="SignatureOrigin.Bypass"/> only.</summary>
    public string? Reason { get; init; }

    /// <summary>Last day of a bypass; afterwards the rule is as if it were not there.</summary>
    public DateOnly? Until { get; init; }

    public PolicyPosition Position { get; init; } = PolicyPosition.BuiltIn;

    public bool IsExpired(DateOnly today) => Until < today;
}
