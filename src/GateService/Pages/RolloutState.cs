using GateService.History;

namespace GateService.Pages;

/// <summary>Where a rollout stands by its newest decisions.</summary>
/// <param name="State">failed, held, rolling out or completed: the words of messages.</param>
/// <param name="Decision">The decision that says so.</param>
/// <param name="Telling">The objective that tells; null when all are met.</param>
/// <param name="Gist">Whose fault, and since when.</param>
/// <param name="Weight">Canary share of traffic last spoken of; null where nobody said.</param>
public sealed record RolloutState(string State, DecisionEntry Decision, ObjectivePoint? Telling, DecisionGist Gist, double? Weight)
{
    public const string Failed = "failed";
    public const string Held = "held";
    public const string RollingOut = "rolling out";
    public const string Completed = "completed";

    private const string Pass = "pass";

    /// <summary>Failed or held: somebody should look.</summary>
    public bool NeedsAttention => State is Failed or Held;

    /// <summary>From the newest decisions of one rollout, at most one a mode, newest first.</summary>
    internal static RolloutState Of(IReadOnlyList<DecisionRow> newest)
    {
        var same = newest.Where(row => row.CanaryHash == newest[0].CanaryHash).ToList();
        var weight = same.Select(row => row.Weight).FirstOrDefault(known => known is not null);
        var step = same.FirstOrDefault(row => row.Mode == "step");
        if (same.FirstOrDefault(row => row.Verdict == "fail") is { } failed)
        {
            return Of(Failed, failed, weight);
        }

        // What runs beside the steps holds nobody; a preflight that a step followed is over.
        if (same.FirstOrDefault(row => row.Verdict != Pass && row.Mode != "background") is { } held && (held.Mode == "step" || step is null))
        {
            return Of(Held, held, weight);
        }

        return step is { Verdict: Pass, Weight: >= 100 } ? Of(Completed, step, weight) : Of(RollingOut, newest[0], weight);
    }

    private static RolloutState Of(string state, DecisionRow row, double? weight)
    {
        var gist = DecisionGist.Read(row.Gist);
        return new RolloutState(state, DecisionEntry.Of(row), ObjectivePoint.Read(row.Points!).FirstOrDefault(point => point.Objective == gist.Objective), gist, row.Weight ?? weight);
    }
}
