using GateService.Http;

namespace GateService.Callers;

/// <summary>Endpoints that answer nobody who waits for a verdict, and wait themselves.</summary>
internal static class SideTurnFilter
{
    /// <summary>Asks for a turn of <see cref="SideTurns"/> first, else 429; whatever is asked of New Relic then is beside the steps.</summary>
    public static RouteHandlerBuilder InSideTurns(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        using var turn = await http.RequestServices.GetRequiredService<SideTurns>().TakeAsync(Caller.Of(http), http.RequestAborted);
        if (turn is null)
        {
            http.Response.Headers.RetryAfter = SideTurns.AskAgain;
            return Problems.Of(StatusCodes.Status429TooManyRequests, SideTurns.Busy);
        }

        Asking.Beside();
        return await next(context);
    }).ProducesProblem(StatusCodes.Status429TooManyRequests);
}
