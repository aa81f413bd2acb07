using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>All the work of one pod in one minute, before any cap.</summary>
/// <param name="Fleet">Whose pod.</param>
/// <param name="Pod">Which.</param>
/// <param name="Begin">Milliseconds.</param>
/// <param name="Works">What it did.</param>
/// <param name="Unserved">What the ingress answered in its stead.</param>
internal sealed record PodMinute(Fleet Fleet, Pod Pod, long Begin, IReadOnlyList<Work> Works, IReadOnlyList<Work> Unserved)
{
    public const int Length = 60_000;
}
