namespace GateService.Rations;

/// <summary>What teams asked of one account lately: of this replica for certain, of all of them as the ledger last knew, and what it does not know yet.</summary>
internal sealed class TeamMinutes
{
    /// <summary>Beside the one that is.</summary>
    public const int Kept = 5;

    private readonly Dictionary<(long Minute, string Team), TeamQueries> _own = [];
    private readonly Dictionary<(long Minute, string Team), TeamQueries> _untold = [];
    private IReadOnlyList<TeamMinute> _told = [];

    /// <summary>To be told to the ledger.</summary>
    public IReadOnlyList<TeamMinute> Untold => Listed(_untold);

    /// <summary>Of all replicas, or, where nobody can say, of this one.</summary>
    public IEnumerable<TeamMinute> Known(bool isShared) => isShared ? _told.Concat(Untold) : Listed(_own);

    public void Note(TeamMinute asked)
    {
        foreach (var notes in new[] { _own, _untold })
        {
            notes[(asked.Minute, asked.Team)] = notes.GetValueOrDefault((asked.Minute, asked.Team), TeamQueries.None) + asked.Queries;
        }
    }

    /// <summary>The ledger took what it was not told, and says what it knows.</summary>
    public void Learn(IReadOnlyList<TeamMinute> told)
    {
        _told = told;
        _untold.Clear();
    }

    public void Turn(long minute)
    {
        foreach (var notes in new[] { _own, _untold })
        {
            foreach (var past in notes.Keys.Where(key => key.Minute < minute - Kept).ToList())
            {
                notes.Remove(past);
            }
        }

        _told = [.. _told.Where(told => told.Minute >= minute - Kept)];
    }

    private static List<TeamMinute> Listed(Dictionary<(long Minute, string Team), TeamQueries> notes) => [.. notes.Select(note => new TeamMinute(note.Key.Minute, note.Key.Team, note.Value))];
}
