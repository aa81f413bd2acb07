using System.Globalization;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>A canary that is said to have all of the traffic: whoever reads the verdict should know that nothing of stable serves beside it, or that it does all the same.</summary>
internal static class Unaccompanied
{
    /// <summary>From this share of the latest requests on stable serves, and is no straggler.</summary>
    private const double Straggling = 0.02;

    /// <summary>Null where stable is to serve beside the canary.</summary>
    /// <param name="request">Says the weight.</param>
    /// <param name="traffic">What both slices served; null where nothing was counted.</param>
    public static string? Note(GateRequest request, SliceTraffic? traffic) => request.Mode == GateMode.Preflight || !(request.Strategy == Strategy.BlueGreen || request is { Strategy: Strategy.Canary, StepWeight: >= 100 }) ? null
        : traffic?.StableShare >= Straggling && request.Strategy == Strategy.Canary
            ? string.Create(CultureInfo.InvariantCulture, $"at weight 100 stable still serves {Quantity.Say(traffic.StableShare, Unit.Share)} of the latest requests: the router does not follow the weight, or has not yet")
        : $"{(request.Strategy == Strategy.BlueGreen ? "blue/green has" : "at weight 100 there is")} no concurrent stable traffic: limits alone decide, which is weaker";
}
