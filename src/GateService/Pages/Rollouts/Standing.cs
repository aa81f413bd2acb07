using GateService.Core.Findings;
using GateService.Core.Requests;
using GateService.History;
using GateService.Notifications;
using GateService.Pages.Charts;
using GateService.Pages.Words;

namespace GateService.Pages.Rollouts;

/// <summary>Where a rollout stands, for somebody who has five seconds.</summary>
/// <param name="State">What its newest decisions say.</param>
/// <param name="Headline">The state and at which step, for example <c>Failed beside the steps</c>.</param>
/// <param name="Since">Since when it has been so: harm was shown, or the first decision of that kind in a row.</param>
/// <param name="ToDo">What somebody has to do.</param>
public sealed record Standing(RolloutState State, string Headline, DateTimeOffset Since, string ToDo)
{
    /// <param name="rows">Of the last attempt, in the order of their moments; not empty.</param>
    /// <param name="decisions">The same, read.</param>
    internal static Standing Of(IReadOnlyList<DecisionRow> rows, IReadOnlyList<RolloutDecision> decisions)
    {
        var state = RolloutState.Of([.. rows.GroupBy(row => row.Mode).Select(mode => mode.Last()).OrderByDescending(row => row.Moment).ThenByDescending(row => row.Id, StringComparer.Ordinal)]);
        return new Standing(state, Head(state), state.Gist.Since ?? SinceOf(state, decisions), ToDoOf(state));
    }

    private static string Head(RolloutState state) => state.Stand switch
    {
        RolloutStand.Failed => $"Failed {Place(state)}",
        RolloutStand.Held => WouldFail(state) ? $"Held by its policy, would fail {Place(state)}" : $"Held {Place(state)}",
        RolloutStand.Completed => "Passed at full traffic",
        RolloutStand.RollingOut => state.Weight is { } weight ? $"Rolling out, {Say.Weight(weight)} of the traffic so far" : "Rolling out",
    };

    private static bool WouldFail(RolloutState state) => state.Telling is { Undecided: UndecidedCause.HeldByPolicy };

    private static string Place(RolloutState state) => state.Decision.Mode switch
    {
        GateMode.Preflight => "before the first step",
        GateMode.Background => state.Weight is { } weight ? $"after {Say.Weight(weight)} of the traffic" : "in the first step",
        GateMode.Step => state.Weight is { } weight ? $"at {Say.Weight(weight)} of the traffic" : "at a step",
    };

    private static DateTimeOffset SinceOf(RolloutState state, IReadOnlyList<RolloutDecision> decisions)
    {
        var same = decisions.Where(decision => decision.Entry.Mode == state.Decision.Mode).Reverse().TakeWhile(decision => decision.Entry.Verdict == state.Decision.Verdict).ToList();
        return state.NeedsAttention && same.Count > 0 ? same[^1].Moment : decisions[0].Moment;
    }

    private static string ToDoOf(RolloutState state) => state.Stand switch
    {
        RolloutStand.Failed => AnnouncedText.ToDo(AnnouncedEvent.Failed),
        RolloutStand.Held => WouldFail(state) ? AnnouncedText.Decide : AnnouncedText.ToDo(AnnouncedEvent.Held),
        RolloutStand.Completed => AnnouncedText.ToDo(AnnouncedEvent.Completed),
        RolloutStand.RollingOut => "Nothing to do: the rollout goes on by itself as long as the gate passes.",
    };
}
