using System.Collections.Frozen;

namespace NewRelic.Api;

/// <summary>The outcomes of one batch, by the names of its queries. One failing query leaves its siblings' answers untouched.</summary>
public sealed class NrqlBatch
{
    private readonly FrozenDictionary<string, NrqlOutcome> _outcomes;

    internal NrqlBatch(IReadOnlyDictionary<string, NrqlOutcome> outcomes, int posts)
    {
        _outcomes = outcomes.ToFrozenDictionary(StringComparer.Ordinal);
        Posts = posts;
    }

    /// <summary>The same, good for ever.</summary>
    internal NrqlBatch Copy() => new(
        _outcomes.ToDictionary(outcome => outcome.Key, outcome => outcome.Value is NrqlOutcome.Answered answered ? new NrqlOutcome.Answered(answered.Result.Copy()) : outcome.Value), Posts);

    /// <summary>HTTP requests really sent, retries and polls included.</summary>
    public int Posts { get; }

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
