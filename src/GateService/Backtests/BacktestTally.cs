using GateService.Core.Verdicts;
using GateService.History;
using GateService.Wire;

namespace GateService.Backtests;

/// <summary>Adds up what retrials found. Taken from several threads at once; what it says does not depend on their order.</summary>
/// <param name="listed">Most decisions to list.</param>
internal sealed class BacktestTally(int listed)
{
    private const int MostGaps = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<(Verdict From, Verdict To), Moved> _moved = [];
    private readonly Dictionary<string, int> _gaps = new(StringComparer.Ordinal);
    private readonly List<(bool IsBad, Verdict Verdict)> _before = [];
    private readonly List<(bool IsBad, Verdict Verdict)> _after = [];
    private readonly SortedDictionary<string, BacktestChange> _changed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, BacktestChange> _untold = new(StringComparer.Ordinal);
    private (long Oldest, long Newest)? _times;
    private int _decisions;
    private int _same;
    private int _byGate;
    private int _notJudged;
    private int _unreadable;

    public int Decisions => _decisions;

    /// <summary>A decision that cannot be read.</summary>
    public void TakeUnreadable(DecisionRow row)
    {
        lock (_lock)
        {
            See(row);
            _unreadable++;
        }
    }

    /// <summary>A decision and what became of it.</summary>
    /// <param name="row">As it was kept.</param>
    /// <param name="retrial">Null for one that never came to judging.</param>
    /// <param name="kept">What was decided.</param>
    /// <param name="byGate">The policy of the day decides it otherwise today, too.</param>
    public void Take(DecisionRow row, Retrial? retrial, GateEvaluation kept, bool byGate)
    {
        lock (_lock)
        {
            See(row);
            if (retrial is null)
            {
                _notJudged++;
                return;
            }

            if (BacktestScore.IsBad(row.Label, kept.Verdict) is { } isBad)
            {
                _before.Add((isBad, kept.Verdict));
                _after.Add((isBad, retrial.After.Verdict));
            }

            foreach (var gap in retrial.IsForWant ? retrial.NotKept : [])
            {
                _gaps[gap] = _gaps.GetValueOrDefault(gap) + 1;
            }

            if (retrial.IsForWant)
            {
                Keep(_untold, Change(row, retrial, kept, byGate: false));
            }
            else if (retrial.After.Verdict == kept.Verdict)
            {
                _same++;
            }
            else
            {
                _byGate += byGate ? 1 : 0;
                Move(row, kept, retrial.After);
                Keep(_changed, Change(row, retrial, kept, byGate));
            }
        }
    }

    public BacktestReport Report(bool more, TimeSpan took)
    {
        var changed = _moved.Values.Sum(moved => moved.Decisions);
        return new BacktestReport
        {
            From = _times is { Oldest: var oldest } ? DateTimeOffset.FromUnixTimeMilliseconds(oldest) : null,
            To = _times is { Newest: var newest } ? DateTimeOffset.FromUnixTimeMilliseconds(newest) : null,
            Decisions = _decisions,
            More = more,
            Same = _same,
            Changed = changed,
            ChangedByGate = _byGate,
            NotKept = _decisions - _same - changed - _notJudged - _unreadable,
            NotJudged = _notJudged,
            Unreadable = _unreadable,
            Transitions = [.. _moved.OrderByDescending(moved => moved.Value.Decisions).ThenBy(moved => moved.Key)
                .Select(moved => new BacktestTransition(moved.Key.From, moved.Key.To, moved.Value.Decisions, moved.Value.Rollouts.Count, MostFirst(moved.Value.Objectives)))],
            Before = BacktestScore.Of(_before),
            After = BacktestScore.Of(_after),
            Gaps = [.. MostFirst(_gaps).Take(MostGaps)],
            Changes = [.. _changed.Values.Reverse().Concat(_untold.Values.Reverse()).Take(listed)],
            Milliseconds = (long)took.TotalMilliseconds,
        };
    }

    private static IReadOnlyList<BacktestGap> MostFirst(Dictionary<string, int> counts) =>
        [.. counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).Select(count => new BacktestGap(count.Key, count.Value))];

    private void See(DecisionRow row)
    {
        _decisions++;
        _times = _times is var (oldest, newest) ? (Math.Min(oldest, row.At), Math.Max(newest, row.At)) : (row.At, row.At);
    }

    private void Move(DecisionRow row, GateEvaluation kept, GateEvaluation after)
    {
        var key = (kept.Verdict, after.Verdict);
        if (!_moved.TryGetValue(key, out var moved))
        {
            _moved[key] = moved = new Moved();
        }

        moved.Decisions++;
        moved.Rollouts.Add((row.Cluster, row.Namespace, row.Rollout, row.CanaryHash));
        // What stands against the canary tells, on whichever side it does.
        var told = (after.Deciding ?? kept.Deciding)?.Objective ?? "the request";
        moved.Objectives[told] = moved.Objectives.GetValueOrDefault(told) + 1;
    }

    /// <summary>The newest alone: a list of ten thousand is read by nobody.</summary>
    private void Keep(SortedDictionary<string, BacktestChange> list, BacktestChange change)
    {
        list[change.Id] = change;
        if (list.Count > listed)
        {
            list.Remove(list.First().Key);
        }
    }

    private static BacktestChange Change(DecisionRow row, Retrial retrial, GateEvaluation kept, bool byGate) => new()
    {
        Id = row.Id,
        At = DateTimeOffset.FromUnixTimeMilliseconds(row.At),
        Team = row.Team,
        Service = row.Service,
        Cluster = row.Cluster,
        Namespace = row.Namespace,
        Rollout = row.Rollout,
        CanaryHash = row.CanaryHash,
        Mode = WireWords.Mode(row.Mode),
        Weight = row.Weight,
        Label = row.Label,
        Before = Words(kept),
        After = Words(retrial.After),
        NotKept = retrial.NotKept,
        ByGate = byGate,
    };

    private static BacktestVerdict Words(GateEvaluation evaluation) => new(evaluation.Verdict, evaluation.Summary, evaluation.Policy?.Name, evaluation.Policy?.Revision);

    private sealed class Moved
    {
        public int Decisions { get; set; }

        public HashSet<(string Cluster, string Namespace, string Rollout, string Hash)> Rollouts { get; } = [];

        public Dictionary<string, int> Objectives { get; } = new(StringComparer.Ordinal);
    }
}
