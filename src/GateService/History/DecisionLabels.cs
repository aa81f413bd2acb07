using Dapper;
using GateService.Callers;
using GateService.Wire;

namespace GateService.History;

/// <summary>What people say of decisions afterwards, and what it adds up to.</summary>
internal sealed class DecisionLabels(Database database, TimeProvider time)
{
    /// <summary>Labels a decision; the last word counts.</summary>
    /// <param name="who">Who says so, as they wrote it.</param>
    /// <param name="setBy">Whom the gate knows to have said it.</param>
    public Task<int> PutAsync(string decision, string label, string reason, string who, Caller setBy, CancellationToken ct) => database.WriteInTimeAsync(
        (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "INSERT INTO labels (decision, label, reason, who, set_by, at) VALUES (@decision, @label, @reason, @who, @setBy, @at) "
            + "ON CONFLICT (decision) DO UPDATE SET label = excluded.label, reason = excluded.reason, who = excluded.who, set_by = excluded.set_by, at = excluded.at",
            new { decision, label, reason, who, setBy = setBy.Name, at = time.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction,
            cancellationToken: inner)),
        ct);

    public Task<StoredLabel?> FindAsync(string decision, CancellationToken ct) => database.ReadAsync(
        (connection, inner) => connection.QuerySingleOrDefaultAsync<StoredLabel?>(new CommandDefinition(
            "SELECT label, reason, who, set_by AS SetBy, at FROM labels WHERE decision = @decision", new { decision }, cancellationToken: inner)),
        ct);

    /// <summary>Decisions by team, service, namespace, policy, verdict and label.</summary>
    public async Task<IReadOnlyList<LabelCount>> CountAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => await database.ReadAsync<IReadOnlyList<LabelCount>>(
        async (connection, inner) => [.. await connection.QueryAsync<LabelCount>(new CommandDefinition(
            "SELECT d.team, d.service, d.namespace, d.policy, d.verdict, coalesce(l.label, '') AS label, count(*) AS count FROM decisions d LEFT JOIN labels l ON l.decision = d.id "
            + "WHERE d.id >= @begin AND d.id < @end AND d.past <= @past GROUP BY d.team, d.service, d.namespace, d.policy, d.verdict, coalesce(l.label, '')",
            new { begin = DecisionId.Lowest(from), end = DecisionId.Lowest(to), past = database.LatestPast },
            cancellationToken: inner))],
        ct);

    /// <summary>How often the gate was right, by team and policy, in what the caller may read.</summary>
    public async Task<Scoreboard> ScoreboardAsync(DateTimeOffset from, DateTimeOffset to, Caller caller, CancellationToken ct)
    {
        var counts = await CountAsync(from, to, ct);
        var rows = counts.Where(count => caller.MayRead(count.Service, count.Namespace, count.Team))
            .GroupBy(count => (count.Team, count.Policy)).OrderBy(group => group.Key)
            .Select(group => ScoreboardRow.Of(group.Key.Team, group.Key.Policy, [.. group]));
        return new Scoreboard(from, to, [.. rows]);
    }
}

/// <summary>A label as it is kept; <c>SetBy</c> is empty where an earlier version kept it.</summary>
internal sealed record StoredLabel(string Label, string Reason, string Who, string SetBy, long At);

/// <summary>How many decisions of a kind have a label; empty for those without one.</summary>
/// <remarks>Without a constructor to fill: SQLite does not know the types of computed columns while there is no row, and Dapper would find none that fits.</remarks>
internal sealed record LabelCount
{
    public string Team { get; init; } = "";

    public string Service { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Policy { get; init; } = "";

    public string Verdict { get; init; } = "";

    public string Label { get; init; } = "";

    public long Count { get; init; }
}
