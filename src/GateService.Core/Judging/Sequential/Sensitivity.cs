using GateService.Core.Words;

namespace GateService.Core.Judging.Sequential;

/// <summary>How small a regression an objective shows by the end of a step, four times out of five.</summary>
/// <param name="Objective">Its name.</param>
/// <param name="Unit">Of the values: the objective's; a share for a latency and other quantiles, of the events that are beyond the limit, and for gauges, of the minutes; events per request for a rate.</param>
/// <param name="Stable">What stable has; null where nothing is compared with it, or it was not seen.</param>
/// <param name="Seen">The least bad value that is seen; null where none is.</param>
/// <param name="Says">The same in words, or why nothing is seen.</param>
public sealed record Sensitivity(string Objective, Unit Unit, double? Stable, double? Seen, string Says)
{
    /// <summary>What it takes to see a regression of a wished size; null where nobody wishes one, and for what is no count or mean of events.</summary>
    public WishedRegression? Wish { get; init; }
}

/// <summary>What it takes to see a regression of a wished size.</summary>
/// <param name="Value">Its size, as <see cref="Sensitivity.Seen"/>.</param>
/// <param name="IsSeen">The step as it is planned shows it.</param>
/// <param name="StepLength">How long the step must be; null where no step of a day is enough.</param>
/// <param name="Limit">The limit, or the floor where there is one, in the objective's unit, with which the step as planned shows it; null where it does as it is, and where no limit is the cause.</param>
/// <param name="Says">The same in words.</param>
public sealed record WishedRegression(double Value, bool IsSeen, TimeSpan? StepLength, double? Limit, string Says);
