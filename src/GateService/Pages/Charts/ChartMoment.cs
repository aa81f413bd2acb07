namespace GateService.Pages.Charts;

/// <summary>What stands at one moment of a chart.</summary>
/// <param name="X">Where its line is drawn.</param>
/// <param name="Left">Where what belongs to it begins.</param>
/// <param name="Width">How wide that is.</param>
/// <param name="Clock">When it began, UTC.</param>
/// <param name="Canary">The canary's number, and what it is of.</param>
/// <param name="Stable">Stable's; empty where there is none.</param>
public sealed record ChartMoment(string X, string Left, string Width, string Clock, string Canary, string Stable);
