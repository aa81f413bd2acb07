using GateService.Core.Evidence;

namespace GateService.Bench.Rules;

/// <summary>A way to decide a rollout.</summary>
/// <param name="Name">As the tables say it.</param>
/// <param name="FailsAt">The minute of the rollout at whose look it is failed; null where it never is.</param>
internal sealed record Rule(string Name, Func<IReadOnlyList<ObjectiveEvidence>, double?> FailsAt)
{
    /// <summary>A rule that looks at one objective, the first.</summary>
    public static Rule Of(string name, Func<ObjectiveEvidence, double?> failsAt) => new(name, evidence => failsAt(evidence[0]));
}
