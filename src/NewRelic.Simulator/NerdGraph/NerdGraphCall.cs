using System.Collections.Concurrent;
using GraphQL;
using NewRelic.Simulator.Requests;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>One POST: who asks, and what was asked in it.</summary>
internal sealed class NerdGraphCall(string key, IReadOnlyList<int> accounts)
{
    private readonly ConcurrentQueue<AskedQuery> _asked = new();

    public string Key { get; } = key;

    /// <summary>Accounts the key may query; empty: all.</summary>
    public IReadOnlyList<int> Accounts { get; } = accounts;

    public IReadOnlyList<AskedQuery> Asked => [.. _asked];

    public static NerdGraphCall Of(IResolveFieldContext context) => (NerdGraphCall)context.UserContext[nameof(NerdGraphCall)]!;

    public Dictionary<string, object?> UserContext() => new() { [nameof(NerdGraphCall)] = this };

    public bool MayQuery(int account) => Accounts.Count == 0 || Accounts.Contains(account);

    public void Note(AskedQuery query) => _asked.Enqueue(query);
}
