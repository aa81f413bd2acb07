using GateService.Rations;

namespace GateService.Tests.Rations;

/// <summary>What several replicas write into, as the store would; away when a test says so.</summary>
internal sealed class SharedLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(int Account, long Minute, string Replica), (long Steps, long Background)> _rows = [];

    public bool IsAway { get; set; }

    public IQueryLedger Of(string replica) => new Replica(this, replica);

    private readonly List<TeamMinute> _teams = [];

    public long TakenIn(long minute) => _rows.Where(row => row.Key.Minute == minute).Sum(row => row.Value.Steps + row.Value.Background);

    private sealed class Replica(SharedLedger ledger, string name) : IQueryLedger
    {
        public Task<LedgerPage?> TakeAsync(int account, long minute, long steps, long background, IReadOnlyList<TeamMinute> teams, CancellationToken ct)
        {
            lock (ledger._lock)
            {
                if (ledger.IsAway)
                {
                    return Task.FromResult<LedgerPage?>(null);
                }

                var row = ledger._rows.GetValueOrDefault((account, minute, name));
                ledger._rows[(account, minute, name)] = (row.Steps + steps, row.Background + background);
                var rows = ledger._rows.Where(known => known.Key.Account == account).ToList();
                ledger._teams.AddRange(teams);
                var minutes = ledger._teams.GroupBy(team => (team.Minute, team.Team)).Select(same => new TeamMinute(same.Key.Minute, same.Key.Team, same.Select(team => team.Queries).Aggregate((one, other) => one + other)));
                return Task.FromResult<LedgerPage?>(new LedgerPage(new MinuteOfAccount(
                    rows.Where(known => known.Key.Minute == minute).Sum(known => known.Value.Steps),
                    rows.Where(known => known.Key.Minute == minute).Sum(known => known.Value.Background),
                    rows.Where(known => known.Key.Minute == minute - 1).Sum(known => known.Value.Steps),
                    rows.Where(known => known.Key.Minute > minute - 5).Select(known => known.Key.Replica).Distinct().Count()), [.. minutes.Where(team => team.Minute > minute - 6)]));
            }
        }
    }
}
