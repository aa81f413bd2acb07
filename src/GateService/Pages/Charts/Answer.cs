using GateService.Core.Verdicts;
using GateService.History;
using GateService.Notifications;
using GateService.Wire;

namespace GateService.Pages.Charts;

/// <summary>What a decision's record adds to its verdict, for the head of a page: the chart that decides, what to type, and the way into New Relic.</summary>
public sealed record Answer
{
    /// <summary>What decided, over time; null where there is no course to show.</summary>
    public required DecidingChart? Chart { get; init; }

    /// <summary>What to type about this rollout.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>Address that opens New Relic at the last query of what decided; null where it was not asked.</summary>
    public required string? NewRelic { get; init; }

    internal static Answer Of(DecisionRecord record, string id)
    {
        var (evaluation, first) = (record.Evaluation, TellingOrder.Sorted(record.Evaluation.Findings) is [var telling, ..] ? telling : null);
        var finding = first is null ? null : EvaluateResponses.Objective(first);
        var last = first?.Queries is [.., var name] && evaluation.Evidence?.Queries.Any(query => query.Name == name) == true ? name : null;
        return new Answer
        {
            Chart = finding is not null && evaluation.Evidence?.Objectives.FirstOrDefault(known => known.Objective == finding.Objective) is { } drawn ? DecidingChart.Of(finding, drawn) : null,
            Commands = RolloutCommands.Of(evaluation.Request, evaluation.Verdict),
            NewRelic = last is null ? null : $"{Links.Decision(id)}/queries/{Uri.EscapeDataString(last)}",
        };
    }
}
