namespace GateService.History;

/// <summary>What the store keeps of one team; decisions of nobody's team are those of the team with no name.</summary>
/// <remarks>Without a constructor to fill: SQLite does not know the types of computed columns while there is no row.</remarks>
internal sealed record TeamHolding
{
    public string Team { get; init; } = "";

    public long Decisions { get; init; }

    /// <summary>What they take, as far as it was asked for.</summary>
    public long Bytes { get; init; }
}
