namespace NewRelic.Simulator.Requests;

/// <summary><c>/simulator/requests</c>.</summary>
internal static class RequestEndpoints
{
    public static void MapRequests(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/simulator/requests", Show);
        routes.MapDelete("/simulator/requests", Forget);
    }

    private static IResult Show(RequestLog log)
    {
        var (total, requests) = log.All();
        return TypedResults.Ok(new { total, requests });
    }

    private static IResult Forget(RequestLog log)
    {
        log.Clear();
        return TypedResults.NoContent();
    }
}
