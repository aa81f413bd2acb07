using System.Data.Common;
using System.Text.Json;
using Dapper;
using GateService.Backtests;
using GateService.Callers;
using GateService.Core.Policies;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

namespace GateService.Shadows;

/// <summary>What shadow policies made of decisions, beside them in the store.</summary>
internal sealed class ShadowStore(Database database)
{
    private const int Most = 10_000;

    public Task KeepAsync(string decision, GatePolicy shadow, JudgedBeside beside, CancellationToken ct) => database.WriteAsync(
        (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "INSERT INTO shadows (decision, policy, revision, verdict, summary, told, not_kept) VALUES (@decision, @policy, @revision, @verdict, @summary, @told, @notKept) ON CONFLICT DO NOTHING",
            new
            {
                decision,
                policy = shadow.Name,
                revision = shadow.Revision,
                verdict = EnumNames.Of(beside.After.Verdict),
                summary = beside.After.Summary,
                told = beside.Told,
                notKept = JsonSerializer.Serialize(beside.NotKept),
            },
            transaction,
            cancellationToken: inner)),
        ct);

    /// <summary>Decisions beside what one shadow policy makes of them, newest first, as a backtest tells it; the last ten thousand of the caller's.</summary>
    /// <param name="policy">Which; null takes the one that judged last.</param>
    /// <param name="filter">Which decisions.</param>
    /// <param name="listed">Most decisions to list.</param>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public async Task<(string? Policy, IReadOnlyList<string> Policies, BacktestReport Report)> ReportAsync(string? policy, DecisionFilter filter, Caller caller, int listed, CancellationToken ct)
    {
        var names = await database.ReadAsync(
            async (connection, inner) => (await connection.QueryAsync<string>(new CommandDefinition("SELECT policy FROM shadows GROUP BY policy ORDER BY max(decision) DESC LIMIT 100", cancellationToken: inner))).AsList(), ct);
        var shown = policy ?? names.FirstOrDefault();
        var rows = shown is null ? [] : await database.ReadAsync(
            async (connection, inner) =>
            {
                var (sql, values) = DecisionQuery.Shadowed(filter, caller, shown, Most + 1);
                return (await connection.QueryAsync<ShadowRow>(new CommandDefinition(sql, values, cancellationToken: inner))).AsList();
            },
            ct);
        var tally = new BacktestTally(listed);
        foreach (var row in rows.Take(Most).Where(row => caller.MayRead(row.Service, row.Namespace, row.Team)))
        {
            tally.Take(row, row.Beside, byGate: false);
        }

        return (shown, names, tally.Report(rows.Count > Most, TimeSpan.Zero));
    }

    private sealed record ShadowRow : DecisionRow
    {
        public required string ShadowPolicy { get; init; }

        public required string ShadowRevision { get; init; }

        public required string ShadowVerdict { get; init; }

        public required string ShadowSummary { get; init; }

        public required string Told { get; init; }

        public required string NotKept { get; init; }

        public JudgedBeside Beside => new(
            new BacktestVerdict(WireWords.Verdict(ShadowVerdict), ShadowSummary, ShadowPolicy, ShadowRevision), JsonSerializer.Deserialize<string[]>(NotKept) ?? [], Told);
    }
}
