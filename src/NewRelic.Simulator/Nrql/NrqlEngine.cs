using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Runs NRQL over the event store and answers in the shapes of NerdGraph.</summary>
public sealed class NrqlEngine(EventStore store, TimeProvider time, IOptions<SimulatorOptions>? options = null)
{
    private readonly NrqlRules _rules = new(options?.Value.RulesOff ?? []);

    /// <summary>Runs one query over the given accounts (and what belongs to every account).</summary>
    /// <exception cref="NrqlException">New Relic would refuse the query; the message is in its words.</exception>
    public NrqlAnswer Execute(string nrql, IReadOnlyCollection<int> accountIds, CancellationToken ct = default)
    {
        var query = NrqlParser.Parse(nrql, _rules);
        var now = time.GetUtcNow();
        var window = QueryWindow.Of(query, now, _rules);
        if (query.ShowEventTypes)
        {
            var types = accountIds.SelectMany(store.EventTypes).Distinct().Order(StringComparer.Ordinal);
            return AnswerWriter.Plain(query, window, new JsonArray([.. types.Select(type => (JsonNode?)new JsonObject { ["eventType"] = type })]));
        }

        return new QueryRunner(store, _rules, now, accountIds, ct).Run(query, window);
    }
}
