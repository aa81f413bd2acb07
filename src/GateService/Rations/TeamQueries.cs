namespace GateService.Rations;

/// <summary>What one team asked for in one minute: what it got, and what it was refused.</summary>
internal sealed record TeamQueries(long Steps, long Background, long RefusedSteps, long RefusedBackground)
{
    public static TeamQueries None { get; } = new(0, 0, 0, 0);

    public static TeamQueries operator +(TeamQueries one, TeamQueries other) =>
        new(one.Steps + other.Steps, one.Background + other.Background, one.RefusedSteps + other.RefusedSteps, one.RefusedBackground + other.RefusedBackground);

    public static TeamQueries Taken(QueryPriority priority, long queries) => priority == QueryPriority.Step ? None with { Steps = queries } : None with { Background = queries };

    public static TeamQueries Refused(QueryPriority priority, long queries) => priority == QueryPriority.Step ? None with { RefusedSteps = queries } : None with { RefusedBackground = queries };

    /// <summary>Of the room that this priority shares. Steps have all of the minute, in which a team's other questions count too.</summary>
    public long Used(QueryPriority priority) => priority == QueryPriority.Step ? Steps + Background : Background;

    /// <summary>What it would have used, had there been room.</summary>
    public long Wanted(QueryPriority priority) => priority == QueryPriority.Step ? Steps + RefusedSteps : Background + RefusedBackground;
}
