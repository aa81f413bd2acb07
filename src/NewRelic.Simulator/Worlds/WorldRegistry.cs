using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Worlds;

/// <summary>The worlds there are.</summary>
internal sealed class WorldRegistry(EventStore store)
{
    private readonly ConcurrentDictionary<string, World> _worlds = new();
    private int _last;

    public IReadOnlyList<World> All => [.. _worlds.Values];

    public World Create(WorldSpec spec, double weight)
    {
        var id = $"w{Interlocked.Increment(ref _last)}";
        return _worlds[id] = new World(id, spec, weight, store);
    }

    public bool TryGet(string id, [MaybeNullWhen(false)] out World world) => _worlds.TryGetValue(id, out world);

    public bool Remove(string id) => _worlds.TryRemove(id, out _);
}
