using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Nrql;

/// <summary>The rules in force.</summary>
internal sealed class NrqlRules(IEnumerable<NrqlRule> off)
{
    private readonly HashSet<NrqlRule> _off = [.. off];

    public static NrqlRules All { get; } = new([]);

    /// <exception cref="NrqlException">The rule is in force and broken.</exception>
    public void Require(NrqlRule rule, bool kept, string otherwise)
    {
        if (!kept && Holds(rule))
        {
            throw new NrqlException(otherwise);
        }
    }

    public bool Holds(NrqlRule rule) => !_off.Contains(rule);
}
