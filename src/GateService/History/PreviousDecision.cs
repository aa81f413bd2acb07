namespace GateService.History;

/// <summary>What is needed of the decision before to say what changed.</summary>
internal sealed record PreviousDecision(string Verdict, long Moment, double? Weight, string Points);
