using GateService.History;

namespace GateService.Rations;

/// <summary>
/// A minute is shared as the store's room is: who wants less than its share gets all of it, the others get alike. What the other teams want is known by what they asked
/// for in this minute and the one before, got or not; whoever is alone has all of it.
/// </summary>
internal static class TeamShares
{
    /// <summary>What a team may always use while there is room: an evaluation with something to explain. The shipped policies ask 18 queries for one, the first time one more; some of a team's own ask a few beyond.</summary>
    public const int OneEvaluation = 25;

    /// <summary>Of the room: what is left, once, to all teams that asked nothing in this minute and the one before.</summary>
    private const double Least = 1.0 / 20;

    /// <summary>So many times what they asked for is left to them: a team's rollouts grow.</summary>
    private const double Growing = 1.25;

    /// <summary>Most that a team may use of a room in this minute; infinite where nobody else wants any. As long as the others' wants and the rest find room beside it, that is all they leave.</summary>
    /// <param name="asker">The team, and for what.</param>
    /// <param name="known">What teams asked for lately.</param>
    /// <param name="minute">This one.</param>
    /// <param name="room">Queries that this priority may take of a minute, of all teams.</param>
    public static double Of(Asker asker, IEnumerable<TeamMinute> known, long minute, double room)
    {
        var wants = known.Where(one => one.Team != asker.Team && one.Queries.Wanted(asker.Priority) > 0).GroupBy(one => one.Team)
            .Select(team => (long)(Growing * team.Where(one => one.Minute >= minute - 1).Select(one => one.Queries.Wanted(asker.Priority)).DefaultIfEmpty().Max())).ToList();
        return wants.Count == 0 ? double.PositiveInfinity : Math.Max(OneEvaluation, FairShare.Level([.. wants, (long)(Least * room), (long)room], (long)room));
    }

    /// <summary>What a team used of that room in this minute.</summary>
    public static long Used(Asker asker, IEnumerable<TeamMinute> known, long minute) =>
        known.Where(one => one.Minute == minute && one.Team == asker.Team).Sum(one => one.Queries.Used(asker.Priority));
}
