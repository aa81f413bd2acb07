using GateService.Core.Requests;
using GateService.History;

namespace GateService.Pages.Rollouts;

/// <summary>Decisions that say the same of one version in one mode, one after the other: Argo asks every minute, people read what changed.</summary>
/// <param name="Newest">The last of them.</param>
/// <param name="Oldest">The first of them.</param>
/// <param name="Count">How many they are.</param>
public sealed record DecisionRun(DecisionEntry Newest, DecisionEntry Oldest, int Count)
{
    /// <param name="rows">Newest first; decisions of several rollouts may alternate.</param>
    internal static IReadOnlyList<DecisionRun> Of(IEnumerable<DecisionRow> rows)
    {
        var runs = new List<DecisionRun>();
        var open = new Dictionary<(string, string, string, string, GateMode), int>();
        foreach (var decision in rows.Select(DecisionEntry.Of))
        {
            var key = (decision.Cluster, decision.Namespace, decision.Rollout, decision.CanaryHash, decision.Mode);
            if (open.TryGetValue(key, out var index) && runs[index] is { } run && SaysTheSame(run.Oldest, decision))
            {
                runs[index] = run with { Oldest = decision, Count = run.Count + 1 };
            }
            else
            {
                open[key] = runs.Count;
                runs.Add(new DecisionRun(decision, decision, 1));
            }
        }

        return runs;
    }

    private static bool SaysTheSame(DecisionEntry one, DecisionEntry other) => one.Verdict == other.Verdict && one.Weight == other.Weight && one.Label == other.Label;
}
