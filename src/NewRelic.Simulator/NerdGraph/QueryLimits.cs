using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NewRelic.Simulator.Requests;
using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>New Relic's published limits: open requests per key, queries per account and minute, one same query per key and minute.</summary>
internal sealed class QueryLimits(TimeProvider time, IOptions<SimulatorOptions> options)
{
    private readonly ConcurrentDictionary<string, int> _open = new();
    private readonly Lock _counting = new();
    private Dictionary<string, int> _counts = [];
    private long _minute;

    /// <summary>False: too many requests of this key are open. True obliges to <see cref="Leave"/>.</summary>
    public bool TryEnter(string key)
    {
        if (_open.AddOrUpdate(key, 1, (_, open) => open + 1) <= options.Value.ConcurrentRequestsPerKey)
        {
            return true;
        }

        Leave(key);
        return false;
    }

    public void Leave(string key) => _open.AddOrUpdate(key, 0, (_, open) => open - 1);

    /// <exception cref="NerdGraphError">TOO_MANY_REQUESTS.</exception>
    public void Admit(string key, AskedQuery asked)
    {
        foreach (var account in asked.Accounts)
        {
            if (Count($"account {account}") > options.Value.QueriesPerMinute)
            {
                throw NerdGraphError.TooManyRequests($"Account {account} has exceeded its limit of {options.Value.QueriesPerMinute} NRQL queries per minute");
            }
        }

        if (Count($"query {key} {asked.Nrql}") > options.Value.IdenticalQueriesPerMinute)
        {
            throw NerdGraphError.TooManyRequests($"The same query was run more than {options.Value.IdenticalQueriesPerMinute} times in a minute");
        }
    }

    private int Count(string what)
    {
        lock (_counting)
        {
            var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (minute != _minute)
            {
                (_minute, _counts) = (minute, []);
            }

            return _counts[what] = _counts.GetValueOrDefault(what) + 1;
        }
    }
}
