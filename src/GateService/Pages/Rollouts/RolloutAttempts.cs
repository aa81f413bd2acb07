using GateService.History;

namespace GateService.Pages.Rollouts;

/// <summary>Decisions of one version, told apart by attempt: what was rolled out again after an abort, or under another revision of Argo's, is another story.</summary>
internal static class RolloutAttempts
{
    /// <summary>Decisions that say how often the rollout is asked about.</summary>
    private const int Latest = 20;

    /// <summary>The decisions of the last attempt, and how many there were before it.</summary>
    /// <param name="rows">Oldest first; not empty.</param>
    public static (IReadOnlyList<DecisionRow> Last, int Before) Of(IReadOnlyList<DecisionRow> rows)
    {
        var (begin, revision) = (0, Revision(rows[0]));
        for (var next = 1; next < rows.Count; next++)
        {
            var (before, own) = (Enumerable.Range(0, Math.Min(Latest, next - begin)).Select(back => rows[next - 1 - back]).Select(row => (row.Moment, row.Verdict, row.Mode)).ToList(), Revision(rows[next]));
            var isAnother = own is not null && revision is not null && own != revision;
            begin = isAnother || TimeSpan.FromMilliseconds(rows[next].Moment - rows[next - 1].Moment) > RolloutAttempt.SilenceAfter(before) ? next : begin;
            revision = own ?? revision;
        }

        return ([.. rows.Skip(begin)], begin);
    }

    private static string? Revision(DecisionRow row) => DecisionGist.Read(row.Gist).Attempt;
}
