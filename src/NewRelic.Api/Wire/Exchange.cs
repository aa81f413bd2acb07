namespace NewRelic.Api.Wire;

/// <summary>The state of one batch while it is being asked, across retries and polls.</summary>
internal sealed class Exchange(NerdGraphAccount account, DateTimeOffset deadline, TimeSpan attemptTimeout, AnswerLease lease) : IDisposable
{
    public NerdGraphAccount Account { get; } = account;

    public DateTimeOffset Deadline { get; } = deadline;

    public TimeSpan AttemptTimeout { get; } = attemptTimeout;

    /// <summary>Room for the answers of all attempts.</summary>
    public AnswerLease Lease { get; } = lease;

    /// <summary>What outcomes refer to.</summary>
    private readonly List<Answer> _answers = [];

    public int Posts { get; private set; }

    /// <summary>Queries that were asked once more: each counts again at New Relic. A look at how far one is does not.</summary>
    public Dictionary<int, int> Repeated { get; } = [];

    /// <summary>What the next attempt asks.</summary>
    public IReadOnlyList<PendingQuery> Pending { get; set; } = [];

    /// <summary>What New Relic goes on with asynchronously.</summary>
    public List<PendingQuery> Running { get; private set; } = [];

    public Dictionary<string, NrqlOutcome> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>To be disposed with this.</summary>
    public void Keep(Answer answer) => _answers.Add(answer);

    public void Dispose()
    {
        _answers.ForEach(answer => answer.Dispose());
        Lease.Dispose();
    }

    /// <summary>Another attempt is under way.</summary>
    public void Count()
    {
        foreach (var query in Pending.Where(query => Outcomes.ContainsKey(query.Query.Name) && query.QueryId is null))
        {
            Repeated[query.Account] = Repeated.GetValueOrDefault(query.Account) + 1;
        }

        Posts++;
    }

    /// <summary>Keeps what an attempt brought and leaves only its transient failures to be asked again.</summary>
    public Attempt Take(Attempt attempt)
    {
        foreach (var (name, outcome) in attempt.Outcomes)
        {
            Outcomes[name] = outcome;
        }

        var names = Pending.Select(query => query.Query.Name).ToHashSet();
        Running = [.. Running.Where(query => !names.Contains(query.Query.Name)), .. attempt.Running];
        Pending = [.. Pending.Where(query => attempt.Outcomes.GetValueOrDefault(query.Query.Name) is NrqlOutcome.Failed { Error.IsTransient: true })];
        return attempt;
    }

    /// <summary>Gives every query without an outcome this error; what failed before says so in its own words.</summary>
    public void Fail(NerdGraphError error)
    {
        foreach (var query in Pending.Concat(Running).Where(query => !Outcomes.ContainsKey(query.Query.Name)))
        {
            Outcomes[query.Query.Name] = new NrqlOutcome.Failed(error);
        }

        Running = [];
    }

    public void GiveUp(string why) => Fail(new NerdGraphError(NerdGraphErrorKind.DeadlineExceeded, why));
}
