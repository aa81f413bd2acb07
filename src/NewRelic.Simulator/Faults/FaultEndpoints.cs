using NewRelic.Simulator.Requests;

namespace NewRelic.Simulator.Faults;

/// <summary><c>/simulator/faults</c>.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/simulator/faults", Replace);
        routes.MapGet("/simulator/faults", (FaultBook book) => TypedResults.Ok(book.All()));
        routes.MapDelete("/simulator/faults", Clear);
    }

    private static async Task<IResult> Replace(HttpContext http, FaultBook book)
    {
        var (faults, broken) = await JsonBody.ReadAsync<Fault[]>(http);
        var complaints = faults?.Select(fault => fault.Complaint()).OfType<string>().ToList() ?? [$"{broken}; kinds are {Fault.Kinds}"];
        if (complaints.Count > 0)
        {
            return TypedResults.Problem(string.Join("; ", complaints), statusCode: StatusCodes.Status400BadRequest);
        }

        book.Replace(faults!);
        return TypedResults.Ok(book.All());
    }

    private static IResult Clear(FaultBook book)
    {
        book.Replace([]);
        return TypedResults.NoContent();
    }
}
