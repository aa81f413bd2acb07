using GateService.Callers;
using GateService.Core.Words;
using GateService.History;
using GateService.Http;
using GateService.Policies;
using GateService.Wire;

namespace GateService.Shadows;

/// <summary>Where a second policy disagrees with what was decided.</summary>
internal static class ShadowEndpoints
{
    public const int UsualList = 100;
    private const int LargestList = 1000;

    public static IServiceCollection AddShadows(this IServiceCollection services)
    {
        services.AddSingleton<ShadowStore>();
        services.AddSingleton<ShadowDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<ShadowDesk>());
        return services;
    }

    public static void MapShadows(this RouteGroupBuilder group) =>
        group.MapGet("/shadows", ReportAsync).Needs(Role.Read).WithTags("Policies").WithName("GetShadow")
            .WithSummary("What a shadow policy would have decided otherwise, as a backtest tells it.")
            .WithDescription("A shadow policy (shadow: in an organisation, team or service file) judges every canary's evidence beside its own policy and decides nothing.")
            .Produces<ShadowReport>().ProducesValidationProblem();

    private static async Task<IResult> ReportAsync(
        HttpContext http, ShadowStore store, PolicyStore catalog, string? policy = null, string? team = null, string? service = null, string? @namespace = null, string? from = null, string? to = null, string? list = null)
    {
        var faults = new Dictionary<string, string[]>();
        foreach (var (field, given) in new[] { ("from", from), ("to", to) }.Where(field => field.Item2 is not null && RequestValues.Moment(field.Item2) is null))
        {
            faults[field] = [$"'{Shown.Of(given)}': expected {RequestValues.MomentExpected}"];
        }

        var listed = list is null ? UsualList : int.TryParse(list, out var number) && number is >= 0 and <= LargestList ? number : -1;
        if (listed < 0)
        {
            faults["list"] = [$"'{Shown.Of(list)}': expected 0 to {LargestList}"];
        }

        var filter = new DecisionFilter
        {
            Team = team,
            Service = service,
            Namespace = @namespace,
            From = from is null ? null : RequestValues.Moment(from),
            To = to is null ? null : RequestValues.Moment(to),
        };
        KnownQuery.CheckSpan(filter.From, filter.To, from, (field, fault) => faults[field] = [fault]);
        if (faults.Count > 0)
        {
            return Problems.Invalid(faults);
        }

        var (shown, policies, report) = await store.ReportAsync(policy, filter, Caller.Of(http), listed, http.RequestAborted);
        var known = catalog.Current.Catalog.Policies.Select(each => each.Name).Union(policies).ToList();
        if (policy is not null && !known.Contains(policy))
        {
            return Problems.Of(StatusCodes.Status404NotFound, $"there is no policy '{Shown.Of(policy)}'{Closest.Hint(policy, known)}");
        }

        return JsonAnswer.Of(new ShadowReport(shown, policies, report));
    }
}
