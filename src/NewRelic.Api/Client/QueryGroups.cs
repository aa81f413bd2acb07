using NewRelic.Api.Wire;

namespace NewRelic.Api.Client;

/// <summary>Queries as documents can ask them.</summary>
internal static class QueryGroups
{
    /// <summary>Whether a batch could be sent at all.</summary>
    /// <exception cref="ArgumentException">No query, a name used twice, or a query that is too long.</exception>
    public static void Check(IReadOnlyList<NrqlQuery> queries)
    {
        if (queries.Count == 0)
        {
            throw new ArgumentException("a batch needs at least one query", nameof(queries));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var query in queries)
        {
            if (!seen.Add(query.Name))
            {
                throw new ArgumentException($"two queries are named '{query.Name}'", nameof(queries));
            }

            if (!query.Fits)
            {
                throw new ArgumentException($"query '{query.Name}' has {query.Nrql.Bytes} bytes; New Relic takes {Nrql.MaxBytes}", nameof(queries));
            }
        }
    }

    /// <summary>What one document can ask: queries whose accounts the same key opens at the same endpoint. Those of an account that is not configured have failed.</summary>
    public static (List<(NerdGraphAccount Account, List<PendingQuery> Queries)> Groups, Dictionary<string, NrqlOutcome> Failed) ByKey(
        IReadOnlyList<NrqlQuery> queries, string? account, NerdGraphOptions options)
    {
        var (groups, failed) = (new List<(NerdGraphAccount Account, List<PendingQuery> Queries)>(), new Dictionary<string, NrqlOutcome>(StringComparer.Ordinal));
        foreach (var (index, query) in queries.Index())
        {
            if (!NerdGraphAccount.TryResolve(options, query.Account ?? account, out var resolved, out var unresolved))
            {
                failed[query.Name] = new NrqlOutcome.Failed(unresolved);
                continue;
            }

            var known = groups.FindIndex(group => group.Account.Endpoint == resolved.Endpoint && group.Account.ApiKey == resolved.ApiKey);
            if (known < 0)
            {
                known = groups.Count;
                groups.Add((resolved, []));
            }

            var asked = groups[known].Queries;
            var places = asked.Select(pending => pending.Account).Distinct().ToList();
            asked.Add(PendingQuery.Of(query, index, resolved.Id, places.Contains(resolved.Id) ? places.IndexOf(resolved.Id) : places.Count));
        }

        return (groups, failed);
    }
}
