namespace GateService.History;

/// <summary>Where the time of one evaluation went, in milliseconds.</summary>
/// <param name="Anchor">Finding out when the step was first seen.</param>
/// <param name="NewRelic">Asking New Relic; 0 when it was not asked.</param>
/// <param name="Evaluate">From policy to verdict, New Relic included.</param>
public sealed record DecisionTimings(double Anchor, double NewRelic, double Evaluate);
