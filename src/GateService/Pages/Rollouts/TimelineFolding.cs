using GateService.Core.Verdicts;
using GateService.History;
using GateService.Pages.Charts;
using GateService.Pages.Words;

namespace GateService.Pages.Rollouts;

/// <summary>A step of a rollout and its decisions, equal ones in a row folded.</summary>
/// <param name="Name">For people.</param>
/// <param name="Verdict">Of its last decision.</param>
/// <param name="Runs">Oldest first.</param>
/// <param name="LeftOut">Decisions before these runs that the page has no room for.</param>
public sealed record StepModel(string Name, Verdict Verdict, IReadOnlyList<RunModel> Runs, int LeftOut);

/// <summary>Decisions in a row that say the same.</summary>
/// <param name="Verdict">Of all of them.</param>
/// <param name="First">The first.</param>
/// <param name="Last">The last; the first again where it stands alone.</param>
/// <param name="Count">How many.</param>
/// <param name="Between">Those between first and last; empty where there is no room to name them.</param>
public sealed record RunModel(Verdict Verdict, DecisionEntry First, DecisionEntry Last, int Count, IReadOnlyList<DecisionEntry> Between);

/// <summary>Folds decisions of a step that say the same: the same verdict, about the same objective.</summary>
internal static class TimelineFolding
{
    /// <summary>Runs of a step; where a verdict changes more often the oldest are left out.</summary>
    private const int MostRuns = 8;

    /// <param name="decisions">Of a rollout, in order.</param>
    /// <param name="mostNamed">Decisions between first and last of a run that are named in all.</param>
    public static IReadOnlyList<StepModel> Of(IReadOnlyList<RolloutDecision> decisions, int mostNamed)
    {
        var isRoomForAll = decisions.Count <= mostNamed;
        return [.. decisions.GroupBy(decision => decision.Step).Select(step => Step(step, Runs([.. step], isRoomForAll)))];
    }

    private static StepModel Step(IGrouping<string, RolloutDecision> step, IReadOnlyList<RunModel> runs) => new(
        StepName.Of(step.First().Entry, step.Key), step.Last().Entry.Verdict, [.. runs.TakeLast(MostRuns)], runs.SkipLast(MostRuns).Sum(run => run.Count));

    private static IReadOnlyList<RunModel> Runs(IReadOnlyList<RolloutDecision> step, bool isRoomForAll)
    {
        var runs = new List<List<RolloutDecision>>();
        foreach (var decision in step)
        {
            if (runs.Count == 0 || !SaysTheSame(runs[^1][^1], decision))
            {
                runs.Add([]);
            }

            runs[^1].Add(decision);
        }

        return [.. runs.Select(run => new RunModel(
            run[0].Entry.Verdict, run[0].Entry, run[^1].Entry, run.Count, isRoomForAll ? [.. run.Skip(1).SkipLast(1).Select(decision => decision.Entry)] : []))];
    }

    private static bool SaysTheSame(RolloutDecision before, RolloutDecision next) => before.Entry.Verdict == next.Entry.Verdict && before.Gist.Objective == next.Gist.Objective;
}
