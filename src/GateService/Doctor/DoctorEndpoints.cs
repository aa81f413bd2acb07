using GateService.Callers;
using GateService.Http;
using GateService.Wire;

namespace GateService.Doctor;

/// <summary>Says what is wrong on the way from a rollout to its verdict, before its first one.</summary>
internal static class DoctorEndpoints
{
    public static IServiceCollection AddDoctor(this IServiceCollection services) => services.AddSingleton<CheckupDesk>();

    public static void MapDoctor(this RouteGroupBuilder group) =>
        group.MapGet("/doctor", WalkAsync).Needs(Role.Read).InSideTurns().WithTags("Policies").WithName("Doctor")
            .WithSummary("The whole way from a rollout to its verdict, in order: what is there, what is wrong, and a policy to commit.")
            .WithDescription("Asks New Relic how it holds the service, by every kind of telemetry, what its requests tell, and which objectives can be seen. Nothing is kept. A window of 2m to 24h before now or at.")
            .Produces<CheckupReport>().ProducesValidationProblem();

    private static async Task<IResult> WalkAsync(
        HttpContext http, CheckupDesk desk, TimeProvider time, string? service = null, string? rollout = null, string? @namespace = null, string? cluster = null, string? team = null,
        string? canaryHash = null, string? stableHash = null, string? window = null, string? at = null)
    {
        var faults = new Dictionary<string, string[]>();
        var request = CheckupRequest.Read(
            name => name switch
            {
                "service" => service,
                "rollout" => rollout,
                "namespace" => @namespace,
                "cluster" => cluster,
                "team" => team,
                "canaryHash" => canaryHash,
                "stableHash" => stableHash,
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
        return caller.RefusedField(request.Service, request.Namespace, request.Team) is var (field, fault)
            ? Problems.Of(StatusCodes.Status403Forbidden, $"{field} {fault}")
            : JsonAnswer.Of(await desk.WalkAsync(request, caller, http.RequestAborted));
    }
}
