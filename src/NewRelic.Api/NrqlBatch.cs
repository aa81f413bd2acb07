using System.Collections.Frozen;

namespace NewRelic.Api;

/// <summary>The outcomes of one batch, by the names of its queries. One failing query leaves its siblings' answers untouched.</summary>
public sealed class NrqlBatch
{
    private readonly FrozenDictionary<string, NrqlOutcome> _outcomes;

    internal NrqlBatch(IReadOnlyDictionary<string, NrqlOutcome> outcomes, int posts, IReadOnlyDictionary<int, int>? repeated = null)
    {
        Repeated = repeated ?? FrozenDictionary<int, int>.Empty;
        _outcomes = outcomes as FrozenDictionary<string, NrqlOutcome> ?? outcomes.ToFrozenDictionary(StringComparer.Ordinal);
        Posts = posts;
    }

    /// <summary>The same for somebody else who waited for it: what it took is counted once.</summary>
    public NrqlBatch OfAnother() => new(_outcomes, 0);

    /// <summary>None of these was asked, or answered in time.</summary>
    public static NrqlBatch Unanswered(IEnumerable<NrqlQuery> queries, NerdGraphError error) => new(queries.ToDictionary(query => query.Name, NrqlOutcome (_) => new NrqlOutcome.Failed(error), StringComparer.Ordinal), 0);

    /// <summary>Answers that nobody had to ask for.</summary>
    public static NrqlBatch Of(IReadOnlyDictionary<string, NrqlResult> results) =>
        new(results.ToDictionary(result => result.Key, NrqlOutcome (result) => new NrqlOutcome.Answered(result.Value), StringComparer.Ordinal), 0);

    /// <summary>Both batches as one; of a name in both, the other's.</summary>
    public NrqlBatch With(NrqlBatch other)
    {
        var outcomes = new Dictionary<string, NrqlOutcome>(_outcomes, StringComparer.Ordinal);
        foreach (var (name, outcome) in other._outcomes)
        {
            outcomes[name] = outcome;
        }

        return new NrqlBatch(outcomes, Posts + other.Posts);
    }

    /// <summary>HTTP requests really sent, retries and polls included.</summary>
    public int Posts { get; }

    /// <summary>By account, New Relic's id: queries that were asked once more after transient trouble, each counted as often.</summary>
    public IReadOnlyDictionary<int, int> Repeated { get; }

    public IEnumerable<string> Names => _outcomes.Keys;

    /// <exception cref="KeyNotFoundException">No query of that name was asked.</exception>
    public NrqlOutcome this[string name] => _outcomes[name];

    /// <exception cref="NerdGraphException">The query was not answered.</exception>
    public NrqlResult GetRequired(string name) => this[name] switch
    {
        NrqlOutcome.Answered answered => answered.Result,
        NrqlOutcome.Failed failed => throw new NerdGraphException(failed.Error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
