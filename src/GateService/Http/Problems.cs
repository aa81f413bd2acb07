namespace GateService.Http;

/// <summary>Refusals as RFC 9457 problem details; each leaves a note for the log.</summary>
internal static class Problems
{
    public static IResult Of(int status, string detail) => new Noted(TypedResults.Problem(detail, statusCode: status), status, detail);

    /// <summary>400 with every fault by field.</summary>
    public static IResult Invalid(IDictionary<string, string[]> faults, string? detail = null) =>
        new Noted(TypedResults.ValidationProblem(faults, detail), StatusCodes.Status400BadRequest, Words(faults));

    /// <summary>Every fault in one line.</summary>
    public static string Words(IEnumerable<KeyValuePair<string, string[]>> faults) => string.Join("; ", Lines(faults));

    /// <summary>A line for each fault: the field, its value, what was expected.</summary>
    public static IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, string[]>> faults) => faults.SelectMany(field => field.Value.Select(fault => $"{field.Key} {fault}"));

    /// <summary>The refusals every evaluating endpoint shares.</summary>
    public static RouteHandlerBuilder ProducesEvaluationProblems(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status500InternalServerError)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>The refusals of those whose status is read by people or shells.</summary>
    public static RouteHandlerBuilder ProducesRefusals(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private sealed class Noted(IResult problem, int status, string why) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            RefusalNote.Leave(httpContext, status, why);
            return problem.ExecuteAsync(httpContext);
        }
    }
}
