namespace GateService.Telemetry;

/// <summary>NRQL queries of the last minute against what New Relic takes of one account.</summary>
internal sealed class QueryBudget(TimeProvider time)
{
    private const double QueriesPerMinute = 3000;
    private const int Slots = 60;

    private readonly Lock _lock = new();
    private readonly (long Second, int Queries)[] _slots = new (long, int)[Slots];

    public double Used
    {
        get
        {
            lock (_lock)
            {
                var now = Now;
                return _slots.Where(slot => slot.Second > now - Slots).Sum(slot => slot.Queries) / QueriesPerMinute;
            }
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeSeconds();

    public void Spend(int queries)
    {
        lock (_lock)
        {
            var now = Now;
            ref var slot = ref _slots[now % Slots];
            slot = slot.Second == now ? (now, slot.Queries + queries) : (now, queries);
        }
    }
}
