using System.Text.Json;
using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

namespace GateService.Tests.Pages;

/// <summary>Decisions of a rollout as rows, with points and gist; a test states what matters to it.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static DecisionRow Row(double minute, string verdict = "pass", double? weight = null, DecisionGist? gist = null, params ObjectivePoint[] points)
    {
        var at = Noon.AddMinutes(minute);
        return new DecisionRow
        {
            Id = DecisionId.New(at),
            At = at.ToUnixTimeMilliseconds(),
            Moment = at.ToUnixTimeMilliseconds(),
            Past = 0,
            Team = "shop",
            Service = "checkout",
            Namespace = "shop",
            Rollout = "checkout",
            CanaryHash = "5c6d7e8f",
            Mode = weight is null ? "background" : "step",
            Step = weight is null ? "background" : $"weight {weight}",
            Weight = weight,
            Verdict = verdict,
            Score = 60,
            Summary = $"{verdict} at minute {minute}",
            Policy = "http-default",
            Revision = "0123456789ab",
            Points = JsonSerializer.Serialize(points, ColumnJson.Options),
            Gist = DecisionGist.Write(gist ?? Gist()),
        };
    }

    public static DecisionGist Gist(string? objective = null, DateTimeOffset? since = null, params AccountShare[] accounts) =>
        new(objective, objective is null ? null : Fault.SelfInflicted, objective is null ? null : "this change: stable is not affected alike", since, null, null, null, accounts);

    public static ObjectivePoint Point(double? value, double threshold = 0.02, string objective = "error-rate", FindingOutcome outcome = FindingOutcome.Met, double? harm = 0.5, double? harmless = 4) =>
        new(objective, outcome, null, Unit.Share, value, value is { } known ? [known / 2, known * 2] : null, threshold, Comparison.AtMost, 0.001, 900, 17_000, harm, 6.551, harmless, 2.996);
}
