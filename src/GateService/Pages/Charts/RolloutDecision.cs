using GateService.History;

namespace GateService.Pages.Charts;

/// <summary>One decision of a rollout, its points and gist read.</summary>
internal sealed record RolloutDecision(DecisionEntry Entry, string Step, IReadOnlyList<ObjectivePoint> Points, DecisionGist Gist)
{
    /// <summary>The moment it judges.</summary>
    public DateTimeOffset Moment => Entry.AsOf ?? Entry.At;

    public static RolloutDecision Of(DecisionRow row) => new(DecisionEntry.Of(row), row.Step, ObjectivePoint.Read(row.Points!), DecisionGist.Read(row.Gist));

    public ObjectivePoint? Point(string objective) => Points.FirstOrDefault(point => point.Objective == objective);
}
