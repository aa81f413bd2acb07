using System.Globalization;
using GateService.Core.Findings;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>The words all receivers share.</summary>
internal static class AnnouncedText
{
    public static string Headline(Announcement told) => told.Event switch
    {
        AnnouncedEvent.Failed => $"{told.Service}: the canary failed{At(told)}",
        AnnouncedEvent.Held when WouldFail(told) => $"{told.Service}: the canary would fail{At(told)}, and the policy holds it",
        AnnouncedEvent.Held => $"{told.Service}: the rollout is held{At(told)}",
        AnnouncedEvent.Recovered => $"{told.Service}: the step passes now{At(told)}",
        AnnouncedEvent.Completed => $"{told.Service}: the rollout passed at full traffic",
        AnnouncedEvent.Decided => $"{told.Service}: {EnumNames.Of(told.Verdict)}{At(told)}",
    };

    /// <summary>What is left to people where harm is shown and the policy only holds.</summary>
    public const string Decide = "The gate would have failed it; the policy leaves that to people. Abort the rollout, or promote it knowing so.";

    public static string ToDo(Announcement told) => told.Event == AnnouncedEvent.Held && WouldFail(told) ? Decide : ToDo(told.Event);

    private static bool WouldFail(Announcement told) => told.Objectives.Any(objective => objective.Undecided == UndecidedCause.HeldByPolicy);

    public static string ToDo(AnnouncedEvent told) => told switch
    {
        AnnouncedEvent.Failed => "Unless its failureLimit tolerates this fail, Argo aborts the rollout and sends all traffic back to stable. Fix the cause and roll out again.",
        AnnouncedEvent.Held => "The rollout does not go on until the gate passes, or a person promotes or aborts it.",
        AnnouncedEvent.Recovered or AnnouncedEvent.Completed => "Nothing to do.",
        AnnouncedEvent.Decided => "",
    };

    public static string Place(Announcement told)
    {
        var step = told.StepIndex is { } index ? string.Create(CultureInfo.InvariantCulture, $"step {index}, ") : "";
        var weight = told.Weight is { } known ? string.Create(CultureInfo.InvariantCulture, $"weight {known:0.##} %") : EnumNames.Of(told.Mode);
        return $"{step}{weight}";
    }

    public static string RolloutName(Announcement told) => RolloutPlace.Name(told.Cluster, told.Namespace, told.Rollout);

    public static string Window(Announcement told) => told.Window is { } window
        ? string.Create(CultureInfo.InvariantCulture, $"{window.Begin:yyyy-MM-dd HH:mm} to {window.End:HH:mm} UTC ({window.Length})")
        : "nothing was measured";

    /// <summary>How certain the value of one objective is, and what it and stable's rest on; what <see cref="NumbersTable"/> has no column for.</summary>
    public static string RestsOn(ObjectiveResponse objective)
    {
        var interval = objective.Interval is [var low, var high] ? $"95 % interval {Quantity.Say(low, objective.Unit)} to {Quantity.Say(high, objective.Unit)}; " : "";
        return $"{interval}{EnumNames.Of(objective.Slice)} {Quantity.Count(objective.Sample)} observations, stable {(objective.StableSample > 0 ? Quantity.Count(objective.StableSample) : "none")}";
    }

    /// <summary>What was shipped, in words; null where the caller did not say.</summary>
    public static string? WhatChanged(Announcement told) => told.Change is { } change && ChangeWords.Say(change) is { Length: > 0 } said ? said : null;

    /// <summary>What to do, and what to type for it.</summary>
    public static string Commands(Announcement told) => told.Event is AnnouncedEvent.Failed or AnnouncedEvent.Held ? string.Join('\n', told.Commands) : "";

    /// <summary>The objectives worth a line of their own: what tripped or holds, else none.</summary>
    public static IEnumerable<ObjectiveResponse> Telling(Announcement told) => told.Objectives.Where(objective => objective.Outcome != FindingOutcome.Met);

    /// <summary>The same, those with one reason together.</summary>
    public static IEnumerable<IGrouping<string, ObjectiveResponse>> TellingByReason(Announcement told) => Telling(told).GroupBy(objective => objective.Reason);

    /// <summary>Outcome of one objective, and why it is undecided.</summary>
    public static string Outcome(ObjectiveResponse objective) =>
        $"{EnumNames.Of(objective.Outcome)}{(objective.Undecided is { } cause ? $" ({EnumNames.Of(cause)})" : "")}";

    /// <summary>Whether the summary gives the reason of one of them already.</summary>
    public static bool IsInSummary(Announcement told, IEnumerable<ObjectiveResponse> objectives) => objectives.Any(objective => told.InSummary.Contains(objective.Objective));

    /// <summary>Whose fault it is, in words that do not repeat the summary.</summary>
    public static string? WhoseFault(Announcement told) => told.Fault?.Beside();

    public static string? Flip(Announcement told) => Telling(told).Select(objective => objective.Judgement?.Flip).FirstOrDefault(flip => flip is not null);

    private static string At(Announcement told) => told.Weight is { } weight ? string.Create(CultureInfo.InvariantCulture, $" at {weight:0.##} % of traffic") : "";
}
