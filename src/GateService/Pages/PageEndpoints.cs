using GateService.Callers;
using GateService.Pages.Decisions;
using GateService.Pages.Doctor;
using GateService.Pages.Layout;
using GateService.Pages.Policies;
using GateService.Pages.Rollouts;
using GateService.Pages.Scoreboard;
using GateService.Pages.Shadows;
using GateService.Pages.SignIn;
using GateService.Pages.Styleguide;
using GateService.Pages.Visits;

namespace GateService.Pages;

/// <summary>Pages for people, at addresses that messages link to. They read what the API reads, by the same rules.</summary>
internal static class PageEndpoints
{
    public static IServiceCollection AddPages(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Sessions>();
        return services.AddSignIn(configuration);
    }

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapPageAssets();
        var kept = app.MapGroup("").ExcludeFromDescription().AddEndpointFilter<RouteGroupBuilder, StoreTrouble>();
        kept.MapSignIn();
        var pages = kept.MapGroup("").NeedsOnPages(Role.Read);
        pages.MapOverview();
        pages.MapPolicyPage();
        pages.MapScoreboardPage();
        pages.MapDoctorPage();
        pages.MapShadowPage();
        pages.MapRollout();
        pages.MapExplanation();
        pages.MapStyleguide();
    }
}
