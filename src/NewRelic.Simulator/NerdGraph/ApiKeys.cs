using Microsoft.Extensions.Options;
using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>Who is let in: configured keys, or any user key when none is configured.</summary>
internal sealed class ApiKeys(IOptions<SimulatorOptions> options)
{
    public static string? Mask(string? key) => key is null ? null : key[..Math.Min(9, key.Length)] + "...";

    public bool Admits(string key) => options.Value.Keys.Count == 0
        ? key.StartsWith("NRAK-", StringComparison.Ordinal)
        : options.Value.Keys.Any(known => known.Key == key);

    /// <summary>Accounts the key may query; empty: all.</summary>
    public IReadOnlyList<int> Accounts(string? key) => options.Value.Keys.FirstOrDefault(known => known.Key == key)?.Accounts ?? [];
}
