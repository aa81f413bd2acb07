using GateService.Callers;
using GateService.Core.Judging;
using GateService.Core.Policies.Reading;
using GateService.Core.Words;
using GateService.Http;
using GateService.Policies;
using GateService.Yaml;

namespace GateService.Backtests;

/// <summary>Policies tried over what is kept, before anything is judged by them.</summary>
internal static class BacktestEndpoints
{
    private const int MostBytes = 1024 * 1024;
    private const int MostFaults = 20;

    public static IServiceCollection AddBacktests(this IServiceCollection services) => services.AddSingleton<Backtester>();

    public static void MapBacktests(this RouteGroupBuilder group) =>
        group.MapPost("/backtests", RunAsync).Needs(Role.Read).Needs(Role.Operate).WithTags("Policies").WithName("Backtest")
            .WithSummary("Kept decisions judged under changed policies: which verdicts would be others, why, and what cannot be told.")
            .WithDescription("Nothing is asked of New Relic, kept or changed. What a changed policy would have asked besides was not kept: such decisions are counted apart and never guessed. One runs at a time.")
            .Produces<BacktestReport>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> RunAsync(HttpContext http, Backtester backtester, PolicyStore policies, IEnumerable<IJudge> judges)
    {
        if (await BoundedBody.ReadAsync(http.Request, MostBytes, http.RequestAborted) is not { } bytes)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {MostBytes} bytes");
        }

        var (request, wrong) = BacktestBody.Read(bytes);
        if (request is null)
        {
            return Problems.Invalid(wrong, "nothing was judged; every fault of the request is listed");
        }

        var faults = new List<PolicyFault>();
        var catalog = request.Files is null ? policies.Current.Catalog : PolicyTexts.Build(request.Files, judges, faults) is PolicyCatalogResult.Built built && faults.Count == 0 ? built.Catalog : null;
        if (catalog is null)
        {
            return Problems.Invalid(new Dictionary<string, string[]> { ["files"] = [.. faults.Take(MostFaults).Select(fault => fault.ToString())] }, "nothing was judged: the policy files have faults");
        }

        var known = catalog.Policies.Select(policy => policy.Name).ToList();
        if (request.Policy is { } name && !known.Contains(name))
        {
            return Problems.Of(StatusCodes.Status404NotFound, $"there is no policy '{Wire.Shown.Of(name)}'{Closest.Hint(name, known)}");
        }

        return await backtester.RunAsync(request, catalog, Caller.Of(http), http.RequestAborted) is { } report
            ? Wire.JsonAnswer.Of(report)
            : Problems.Of(StatusCodes.Status429TooManyRequests, "another backtest is under way, and one takes all that verdicts can spare: ask again when it is over");
    }
}
