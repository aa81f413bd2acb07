using GateService.Http;

namespace GateService.Callers;

/// <summary>Endpoints that answer nobody who waits for a verdict, and wait themselves.</summary>
internal static class SideTurnFilter
{
    /// <summary>Asks for a turn of <see cref="SideTurns"/> first, else 429; whatever is asked of New Relic then is beside the steps. A body is read before it (<see cref="BodyFirst"/>): who sends slowly has no turn meanwhile.</summary>
    public static RouteHandlerBuilder InSideTurns(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        var taken = await http.RequestServices.GetRequiredService<SideTurns>().TakeAsync(Caller.Of(http), http.RequestAborted);
        if (taken is Turn.Shed shed)
        {
            http.Response.Headers.RetryAfter = SideTurns.AskAgain;
            return Problems.Of(StatusCodes.Status429TooManyRequests, shed.Why);
        }

        using var turn = taken as IDisposable;
        Asking.Beside();
        return await next(context);
    }).ProducesProblem(StatusCodes.Status429TooManyRequests);
}
