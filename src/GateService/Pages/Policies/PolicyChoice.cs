using System.Globalization;
using GateService.Core.Requests;
using GateService.Core.Words;
using GateService.Pages.Layout;
using GateService.Wire;

namespace GateService.Pages.Policies;

/// <summary>Whose effective policy is asked for, as the form sends it.</summary>
/// <param name="Service">Name of the service in New Relic.</param>
/// <param name="Team">Team, where the service's file names none.</param>
/// <param name="Strategy">canary, blueGreen or rolling; null: canary.</param>
/// <param name="Policy">Name of a policy; null: the one that is assigned.</param>
/// <param name="Cluster">Cluster whose events are meant; null: of all.</param>
/// <param name="Weight">Canary share of traffic in percent whose limits are meant.</param>
public sealed record PolicyChoice(string? Service, string? Team, string? Strategy, string? Policy, string? Cluster, string? Weight)
{
    /// <summary>Nothing was asked for: show what there is.</summary>
    public bool IsEmpty => this is { Service: null, Team: null, Policy: null };

    internal double? KnownWeight =>
        double.TryParse(Weight?.TrimEnd('%', ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && weight is >= 0 and <= 100 ? weight : null;

    internal Strategy KnownStrategy => Strategy is null ? Core.Requests.Strategy.Canary : EnumNames.Read<Strategy>(Strategy) ?? Core.Requests.Strategy.Canary;

    /// <summary>What the page cannot ask; null when it can.</summary>
    internal string? Fault =>
        Strategy is not null && EnumNames.Read<Strategy>(Strategy) is null ? $"strategy '{Shown.Of(Strategy)}': expected {EnumNames.Choices<Strategy>()}"
        : Weight is not null && KnownWeight is null ? $"weight '{Shown.Of(Weight)}': expected 0 to 100, percent of traffic"
        : null;

    internal static PolicyChoice Of(HttpRequest request) => new(
        PageFilter.Field(request, "service"), PageFilter.Field(request, "team"), PageFilter.Field(request, "strategy"), PageFilter.Field(request, "policy"), PageFilter.Field(request, "cluster"), PageFilter.Field(request, "weight"));
}
