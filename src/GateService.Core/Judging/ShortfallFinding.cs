using System.Globalization;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>
/// A canary that gets far fewer requests than its weight, as a finding beside the objectives: what the ingress or a proxy answers with 502 no pod ever sees, and what is left of the canary's
/// telemetry is of requests that went well. A router that does not follow the weight looks alike, so it holds, and never fails.
/// </summary>
internal static class ShortfallFinding
{
    /// <summary>Null where nothing is missing.</summary>
    /// <param name="traffic">What both slices served.</param>
    /// <param name="shortfall">How much less the canary had than its weight.</param>
    /// <param name="context">Says how much less holds.</param>
    public static Finding? Of(SliceTraffic traffic, Shortfall? shortfall, JudgingContext context)
    {
        if (shortfall is null)
        {
            return null;
        }

        var (share, least) = (shortfall.Share / 100, shortfall.Weight / 100 / context.Sequential.Shortfall);
        return new Finding
        {
            Objective = TrafficFinding.Name,
            Kind = ObjectiveKind.Traffic,
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.MissingRequests,
            Value = share,
            Threshold = least,
            Comparison = Comparison.AtLeast,
            Unit = Unit.Share,
            Versus = Versus.Stable,
            Slice = context.Slice,
            Sample = shortfall.Served,
            StableSample = shortfall.Beside,
            Score = Findings.Score.Of(share, least, Comparison.AtLeast, Unit.Share),
            Reason = new Statement(string.Create(CultureInfo.InvariantCulture, $"the canary got {Quantity.Say(share, Unit.Share)} of the requests at weight {shortfall.Weight:0.##}: {Quantity.Count(shortfall.Served)} in the latest minutes, where about {Quantity.Count(Math.Round(shortfall.Expected))} were to be expected. They fail before the application sees them (ingress, proxy), the router does not follow the weight, or pods do not tell their name")),
            Queries = traffic.Objective.Queries,
        };
    }
}
