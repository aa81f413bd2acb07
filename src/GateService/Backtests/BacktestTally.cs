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

    /// <summary>A decision that never came to judging.</summary>
    public void TakeUnjudged(DecisionRow row)
    {
        lock (_lock)
        {
            See(row);
            _notJudged++;
        }
    }

    /// <summary>A decision and what became of it.</summary>
    /// <param name="row">As it was kept.</param>
    /// <param name="beside">What the other policy makes of it.</param>
    /// <param name="byGate">The policy of the day decides it otherwise today, too.</param>
    public void Take(DecisionRow row, JudgedBeside beside, bool byGate)
    {
        var kept = WireWords.Verdict(row.Verdict);
        lock (_lock)
        {
            See(row);
            if (BacktestScore.IsBad(row.Label, kept) is { } isBad)
            {
                _before.Add((isBad, kept));
                _after.Add((isBad, beside.After.Verdict));
            }

            foreach (var gap in beside.IsForWant ? beside.NotKept : [])
            {
                _gaps[gap] = _gaps.GetValueOrDefault(gap) + 1;
            }

            if (beside.IsForWant)
            {
                Keep(_untold, Change(row, beside, byGate: false));
            }
            else if (beside.After.Verdict == kept)
            {
                _same++;
            }
            else
            {
                _byGate += byGate ? 1 : 0;
                Move(row, kept, beside);
                Keep(_changed, Change(row, beside, byGate));
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

    private void Move(DecisionRow row, Verdict kept, JudgedBeside beside)
    {
        var key = (kept, beside.After.Verdict);
        if (!_moved.TryGetValue(key, out var moved))
        {
            _moved[key] = moved = new Moved();
        }

        moved.Decisions++;
        moved.Rollouts.Add((row.Cluster, row.Namespace, row.Rollout, row.CanaryHash));
        moved.Objectives[beside.Told] = moved.Objectives.GetValueOrDefault(beside.Told) + 1;
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

    private static BacktestChange Change(DecisionRow row, JudgedBeside beside, bool byGate) => new()
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
        Before = new BacktestVerdict(WireWords.Verdict(row.Verdict), row.Summary, row.Policy.Length == 0 ? null : row.Policy, row.Revision.Length == 0 ? null : row.Revision),
        After = beside.After,
        NotKept = beside.NotKept,
        ByGate = byGate,
    };

    private sealed class Moved
    {
        public int Decisions { get; set; }

        public HashSet<(string Cluster, string Namespace, string Rollout, string Hash)> Rollouts { get; } = [];

        public Dictionary<string, int> Objectives { get; } = new(StringComparer.Ordinal);
    }
}
