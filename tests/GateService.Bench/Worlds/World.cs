using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>A service under a rollout, as often as one likes to play it.</summary>
internal abstract record World
{
    /// <summary>Says all that makes this world this one: what it plays hangs on it.</summary>
    public abstract string Name { get; }

    public Schedule Schedule { get; init; } = Schedule.Minutes;

    /// <summary>Minute in which things turn bad; times to detection count from it.</summary>
    public virtual double Onset => 0;

    /// <summary>One rollout, as the gate would get it from New Relic: evidence for each objective.</summary>
    public abstract IReadOnlyList<ObjectiveEvidence> Play(Dice dice);

    protected static string Join(params string[] parts) => string.Join(", ", parts.Where(part => part.Length > 0));
}
