using GateService.Backtests;
using GateService.Callers;
using GateService.History;
using GateService.Pages.Layout;
using GateService.Shadows;

namespace GateService.Pages.Shadows;

/// <summary>What the page of shadow policies shows.</summary>
/// <param name="Policy">The one that is shown; null where none has judged yet.</param>
/// <param name="Policies">All that have.</param>
/// <param name="Report">What it would have decided.</param>
public sealed record ShadowModel(string? Policy, IReadOnlyList<string> Policies, BacktestReport Report);

/// <summary>Where a shadow policy disagrees with what was decided.</summary>
internal static class ShadowView
{
    private const int Listed = 50;

    public static void MapShadowPage(this IEndpointRouteBuilder pages) => pages.MapGet("/shadows", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, ShadowStore store)
    {
        var filter = new DecisionFilter { Team = PageFilter.Field(http.Request, "team"), Service = PageFilter.Field(http.Request, "service") };
        var (policy, policies, report) = await store.ReportAsync(PageFilter.Field(http.Request, "policy"), filter, Caller.Of(http), Listed, http.RequestAborted);
        return PageResult.Of<ShadowPage>(new ShadowModel(policy, policies, report));
    }
}
