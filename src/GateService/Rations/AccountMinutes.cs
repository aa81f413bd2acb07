namespace GateService.Rations;

/// <summary>What one replica takes of one account, minute by minute: in advance, some queries at a time, so that the store is not asked for every evaluation.</summary>
internal sealed class AccountMinutes(int account, IQueryLedger ledger, TimeProvider time) : IDisposable
{
    /// <summary>Of the limit: what is taken from the store at once.</summary>
    private const double Portion = 1.0 / 40;

    /// <summary>A timer may be early by a little.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<QueryPriority, (long Taken, long Spent)> _own = [];
    private readonly TeamMinutes _teams = new();
    private readonly UntoldMinutes _untold = new();
    private readonly Lock _lock = new();
    private MinuteOfAccount _seen = new(0, 0, 0, 1);
    private long _minute;
    private long _stepsBefore;
    private bool _isShared;
    private int _limit;
    private long _waited;
    private long _refused;

    /// <summary>As far as this replica knows.</summary>
    public RationFigures Figures
    {
        get
        {
            lock (_lock)
            {
                var isNow = _minute == Minute;
                return new RationFigures(account, _limit, isNow ? _seen.Steps : 0, isNow ? _seen.Background : 0, _seen.Replicas, _isShared, _waited, _refused);
            }
        }
    }

    private long Minute => time.GetUtcNow().ToUnixTimeSeconds() / 60;

    private TimeSpan UntilNext => DateTimeOffset.FromUnixTimeSeconds((Minute + 1) * 60) - time.GetUtcNow();

    /// <summary>Takes so many queries, now or, where there is patience enough, in the next minute; else says why not.</summary>
    public async Task<Refused?> TakeAsync(int queries, Asker asker, int limit, TimeSpan patience, CancellationToken ct)
    {
        for (var hasWaited = false; ; hasWaited = true)
        {
            if (await TryTakeAsync(queries, asker, limit, ct) is not { } refused)
            {
                return null;
            }

            if (hasWaited || refused.After > patience)
            {
                Count(ref _refused, queries);
                return refused;
            }

            Count(ref _waited, queries);
            await Task.Delay(refused.After + Slack, time, ct);
        }
    }

    /// <summary>Notes queries that were asked already; there may be more of them than are left.</summary>
    public async Task NoteAsync(int queries, Asker asker, int limit, CancellationToken ct)
    {
        var priority = asker.Priority;
        await _turn.WaitAsync(ct);
        try
        {
            var minute = Minute;
            Turn(minute, limit);
            var (steps, background) = priority == QueryPriority.Step ? (queries, 0) : (0, queries);
            _teams.Note(new TeamMinute(minute, asker.Team, TeamQueries.Taken(priority, queries)));
            var shared = await AskAsync(minute, steps, background, ct);
            if (shared is null)
            {
                _untold.Note(minute, steps, background);
            }

            Take(priority, queries, shared ?? new MinuteOfAccount(_own[QueryPriority.Step].Taken + steps, _own[QueryPriority.Background].Taken + background, _stepsBefore, _seen.Replicas), shared is not null);
            Spend(priority, queries);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Count(ref long figure, int queries)
    {
        lock (_lock)
        {
            figure += queries;
        }
    }

    private async Task<Refused?> TryTakeAsync(int queries, Asker asker, int limit, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var minute = Minute;
            Turn(minute, limit);
            var refused = LeftOfShare(asker, limit) < queries ? Refused(isShare: true) : null;
            if (refused is null && queries - (_own[asker.Priority].Taken - _own[asker.Priority].Spent) is > 0 and var missing)
            {
                refused = await MoreAsync(minute, asker, missing, limit, ct) < missing ? Refused(isShare: false)
                    // Only now it is known what the other replicas' teams want.
                    : LeftOfShare(asker, limit) < queries ? Refused(isShare: true) : null;
            }

            _teams.Note(new TeamMinute(minute, asker.Team, refused is null ? TeamQueries.Taken(asker.Priority, queries) : TeamQueries.Refused(asker.Priority, queries)));
            if (refused is null)
            {
                Spend(asker.Priority, queries);
            }

            return refused;
        }
        finally
        {
            _turn.Release();
        }

        Refused Refused(bool isShare) => new(limit, UntilNext, isShare);
    }

    /// <summary>What its team may still use of this minute, while others want some of it too.</summary>
    private double LeftOfShare(Asker asker, int limit)
    {
        var known = _teams.Known(_isShared).ToList();
        var all = _isShared ? limit : (int)(limit / _seen.Replicas);
        return Enum.GetValues<QueryPriority>().Where(priority => priority <= asker.Priority).Min(priority =>
        {
            var shared = asker with { Priority = priority };
            return TeamShares.Of(shared, known, _minute, Math.Max(0, MinuteRoom.Of(priority, _seen, all))) - TeamShares.Used(shared, known, _minute);
        });
    }

    /// <summary>Tells the ledger what teams asked for and what was taken while it was away, and learns what all replicas did.</summary>
    private async Task<MinuteOfAccount?> AskAsync(long minute, long steps, long background, CancellationToken ct)
    {
        foreach (var (past, stepsThen, backgroundThen) in _untold.Before(minute))
        {
            if (await ledger.TakeAsync(account, past, stepsThen, backgroundThen, [], ct) is null)
            {
                return null;
            }

            _untold.Clear(past);
        }

        var (stepsAlone, backgroundAlone) = _untold.Of(minute);
        if (await ledger.TakeAsync(account, minute, steps + stepsAlone, background + backgroundAlone, _teams.Untold, ct) is not { } page)
        {
            return null;
        }

        _untold.Clear(minute);
        _teams.Learn(page.Teams);
        return page.Minute;
    }

    private void Spend(QueryPriority priority, int queries)
    {
        lock (_lock)
        {
            _own[priority] = _own[priority] with { Spent = _own[priority].Spent + queries };
        }
    }

    /// <summary>A new minute begins with nothing taken.</summary>
    private void Turn(long minute, int limit)
    {
        lock (_lock)
        {
            _limit = limit;
            if (_minute == minute && _own.Count > 0)
            {
                return;
            }

            _teams.Turn(minute);
            _untold.Turn(minute);
            _stepsBefore = _minute == minute - 1 ? _own.GetValueOrDefault(QueryPriority.Step).Spent : 0;
            (_minute, _seen) = (minute, new MinuteOfAccount(0, 0, 0, _seen.Replicas));
            (_own[QueryPriority.Step], _own[QueryPriority.Background]) = ((0, 0), (0, 0));
        }
    }

    /// <summary>At least what is missing, a portion where there is room for one; less, and nothing taken, where there is no room.</summary>
    private async Task<long> MoreAsync(long minute, Asker asker, long missing, int limit, CancellationToken ct)
    {
        var priority = asker.Priority;
        var portion = Math.Max(missing, (long)Math.Min(limit * Portion, LeftOfShare(asker, limit)));
        var shared = await AskAsync(minute, Of(QueryPriority.Step, portion), Of(QueryPriority.Background, portion), ct);
        if (shared is null)
        {
            return Alone(priority, missing, limit);
        }

        var over = MinuteRoom.Over(shared, priority, limit);
        var kept = over <= 0 ? portion : portion - over >= missing ? portion - over : 0;
        if (kept < portion)
        {
            // Given back at once, whatever becomes of the caller: others wait for it.
            shared = await AskAsync(minute, Of(QueryPriority.Step, kept - portion), Of(QueryPriority.Background, kept - portion), CancellationToken.None) ?? shared;
        }

        Take(priority, kept, shared, isShared: true);
        return kept;

        long Of(QueryPriority which, long count) => which == priority ? count : 0;
    }

    /// <summary>The store is away: this replica's share of the minute, by as many replicas as it last knew of.</summary>
    private long Alone(QueryPriority priority, long missing, int limit)
    {
        var own = new MinuteOfAccount(_own[QueryPriority.Step].Taken + (priority == QueryPriority.Step ? missing : 0), _own[QueryPriority.Background].Taken + (priority == QueryPriority.Background ? missing : 0), _stepsBefore, _seen.Replicas);
        var kept = MinuteRoom.Over(own, priority, (int)(limit / _seen.Replicas)) <= 0 ? missing : 0;
        _untold.Note(_minute, priority == QueryPriority.Step ? kept : 0, priority == QueryPriority.Background ? kept : 0);
        Take(priority, kept, kept > 0 ? own : own with { Steps = _own[QueryPriority.Step].Taken, Background = _own[QueryPriority.Background].Taken }, isShared: false);
        return kept;
    }

    private void Take(QueryPriority priority, long count, MinuteOfAccount seen, bool isShared)
    {
        lock (_lock)
        {
            _own[priority] = _own[priority] with { Taken = _own[priority].Taken + count };
            (_seen, _isShared) = (seen, isShared);
        }
    }
}
