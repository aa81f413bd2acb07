using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.History;
using GateService.Pages.Words;
using GateService.Wire;

namespace GateService.Pages.Rollouts;

/// <summary>Where a rollout stands by its newest decisions.</summary>
/// <param name="Stand">Failed, held, rolling out or completed.</param>
/// <param name="Decision">The decision that says so.</param>
/// <param name="Telling">The objective that tells; null when all are met.</param>
/// <param name="Gist">Whose fault, and since when.</param>
/// <param name="Weight">Canary share of traffic last spoken of; null where nobody said.</param>
public sealed record RolloutState(RolloutStand Stand, DecisionEntry Decision, ObjectivePoint? Telling, DecisionGist Gist, double? Weight)
{
    /// <summary>The stand in the words of messages.</summary>
    public string Said => Stand switch
    {
        RolloutStand.Failed => "failed",
        RolloutStand.Held => "held",
        RolloutStand.RollingOut => "rolling out",
        RolloutStand.Completed => "completed",
    };

    /// <summary>Failed or held: somebody should look.</summary>
    public bool NeedsAttention => Stand is RolloutStand.Failed or RolloutStand.Held;

    /// <summary>From the newest decisions of one rollout, at most one a mode, newest first.</summary>
    internal static RolloutState Of(IReadOnlyList<DecisionRow> newest)
    {
        var same = newest.Where(row => row.CanaryHash == newest[0].CanaryHash).ToList();
        var weight = same.Select(row => row.Weight).FirstOrDefault(known => known is not null);
        var step = same.FirstOrDefault(row => IsStep(row));
        if (same.FirstOrDefault(row => WireWords.Verdict(row.Verdict) == Verdict.Fail) is { } failed)
        {
            return Of(RolloutStand.Failed, failed, weight);
        }

        // What runs beside the steps holds nobody; a preflight that a step followed is over.
        if (same.FirstOrDefault(row => !IsPass(row) && WireWords.Mode(row.Mode) != GateMode.Background) is { } held && (IsStep(held) || step is null))
        {
            return Of(RolloutStand.Held, held, weight);
        }

        return step is { Weight: >= 100 } && IsPass(step) ? Of(RolloutStand.Completed, step, weight) : Of(RolloutStand.RollingOut, newest[0], weight);
    }

    private static bool IsStep(DecisionRow row) => WireWords.Mode(row.Mode) == GateMode.Step;

    private static bool IsPass(DecisionRow row) => WireWords.Verdict(row.Verdict) == Verdict.Pass;

    private static RolloutState Of(RolloutStand stand, DecisionRow row, double? weight)
    {
        var gist = DecisionGist.Read(row.Gist);
        return new RolloutState(stand, DecisionEntry.Of(row), ObjectivePoint.Read(row.Points!).FirstOrDefault(point => point.Objective == gist.Objective), gist, row.Weight ?? weight);
    }
}
