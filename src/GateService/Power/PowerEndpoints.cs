using GateService.Callers;
using GateService.Http;
using GateService.Wire;

namespace GateService.Power;

/// <summary>Says what a policy would see, before anything is judged by it.</summary>
internal static class PowerEndpoints
{
    public static IServiceCollection AddPower(this IServiceCollection services) => services.AddSingleton<PowerDesk>();

    public static void MapPower(this RouteGroupBuilder group) =>
        group.MapGet("/power", LookAsync).Needs(Role.Read).InSideTurns().WithTags("Policies").WithName("Power")
            .WithSummary("How small a regression a policy sees on a service's traffic of today, step by step, and what it takes to see a wished one.")
            .WithDescription("Asks New Relic for the service's traffic once a step, as a canary's gate would. Nothing is judged or kept. steps: weight:length, such as 5:10m,25:10m,50:10m,100:10m; see: how many times as bad as stable, such as 2x.")
            .Produces<PowerReport>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> LookAsync(
        HttpContext http, PowerDesk desk, TimeProvider time, string? service = null, string? rollout = null, string? @namespace = null, string? cluster = null, string? team = null,
        string? policy = null, string? canaryHash = null, string? stableHash = null, string? steps = null, string? see = null, string? window = null, string? at = null)
    {
        var faults = new Dictionary<string, string[]>();
        var request = PowerRequest.Read(
            name => name switch
            {
                "service" => service,
                "rollout" => rollout,
                "namespace" => @namespace,
                "cluster" => cluster,
                "team" => team,
                "policy" => policy,
                "canaryHash" => canaryHash,
                "stableHash" => stableHash,
                "steps" => steps,
                "see" => see,
                "window" => window,
                _ => at,
            },
            time.GetUtcNow(),
            faults);
        if (request is null)
        {
            return Problems.Invalid(faults, "nothing was looked at; every fault of the request is listed");
        }

        var caller = Caller.Of(http);
        if (caller.RefusedField(request.Service.Service, request.Service.Namespace, request.Service.Team) is var (field, fault))
        {
            return Problems.Of(StatusCodes.Status403Forbidden, $"{field} {fault}");
        }

        var (report, trouble) = await desk.LookAsync(request, caller, http.RequestAborted);
        return report is null ? Problems.Of(StatusCodes.Status409Conflict, trouble!) : JsonAnswer.Of(report);
    }
}
