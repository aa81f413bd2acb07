namespace GateService.Telemetry;

/// <summary>
/// Labels of a counter that is told by team. What a team has beyond its share is counted as <see cref="Other"/> under its own name, so that sums stay right; teams
/// are bounded too, for where nobody says who may ask as which.
/// </summary>
/// <param name="most">Label sets at most, those of <see cref="Other"/> included.</param>
internal sealed class TeamSeries(int most)
{
    /// <summary>What stands for all that are not told apart any more.</summary>
    public const string Other = "other";

    /// <summary>Each of them has a series for what it has beyond its share; the last is everybody else's.</summary>
    private const int MostTeams = 100;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _teams = new(StringComparer.Ordinal);
    private readonly SeriesLimit<(string Team, string Service, string Objective)> _known = new(most - MostTeams);

    /// <summary>The labels by which these are counted, now and from now on.</summary>
    public (string Team, string Service, string Objective) Of(string team, string service, string objective) =>
        !Knows(team) ? (Other, Other, Other)
        : _known.Takes(team, (team, service, objective)) ? (team, service, objective)
        : (team, Other, Other);

    private bool Knows(string team)
    {
        lock (_lock)
        {
            return _teams.Contains(team) || (_teams.Count < MostTeams - 1 && _teams.Add(team));
        }
    }
}
