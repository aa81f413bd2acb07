using FluentValidation;
using GateService.Auth;
using GateService.Gates;
using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.Flagger;

/// <summary>Webhooks for Flagger's Canary: the same question, answered with the status codes that Flagger reads.</summary>
internal static class FlaggerEndpoints
{
    public static IServiceCollection AddFlagger(this IServiceCollection services) => services.AddSingleton<FlaggerDesk>();

    public static void MapFlagger(this RouteGroupBuilder group)
    {
        var flagger = group.MapGroup("/flagger").WithTags("Flagger").WithMetadata(new TokenInBody());
        Map(flagger, FlaggerHook.Rollout, "May it go on? 200 pass, 412 fail or inconclusive: a failed check.")
            .Produces<string>(StatusCodes.Status412PreconditionFailed, "text/plain");
        Map(flagger, FlaggerHook.Confirm, "May it go on? 200 pass, 409 fail or inconclusive: Flagger waits, and counts nothing.")
            .Produces<string>(StatusCodes.Status409Conflict, "text/plain");
        Map(flagger, FlaggerHook.Rollback, "Must it roll back? 200 fail, 409 everything else.")
            .Produces<string>(StatusCodes.Status409Conflict, "text/plain");
    }

    private static RouteHandlerBuilder Map(RouteGroupBuilder flagger, FlaggerHook hook, string summary) =>
        flagger.MapPost($"/{hook.ToString().ToLowerInvariant()}", (HttpContext http, FlaggerDesk desk, TokenBook book, IValidator<EvaluateRequest> validator, IOptions<GateOptions> options) =>
                AnswerAsync(hook, http, desk, book, validator, options.Value))
            .WithName($"Flagger{hook}").WithSummary(summary)
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesValidationProblem().ProducesEvaluationProblems();

    private static async Task<IResult> AnswerAsync(
        FlaggerHook hook, HttpContext http, FlaggerDesk desk, TokenBook book, IValidator<EvaluateRequest> validator, GateOptions options)
    {
        if (await BoundedBody.ReadAsync(http.Request, options.MaxBodyBytes, http.RequestAborted) is not { } bytes)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {options.MaxBodyBytes} bytes");
        }

        if (FlaggerBody.Read(bytes) is not { } body)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "the body is no JSON object as Flagger sends it: expected name, namespace, checksum and metadata");
        }

        if ((http.Features.Get<Caller>() ?? book.Find(body.Token ?? "")) is not { } caller)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Of(StatusCodes.Status401Unauthorized, "a token is missing or unknown: set metadata.token in the Canary's webhook");
        }

        var wire = body.Request(hook);
        if (validator.Validate(wire) is { IsValid: false } found)
        {
            return TypedResults.ValidationProblem(
                found.Errors.GroupBy(error => error.PropertyName).ToDictionary(field => field.Key, field => field.Select(error => error.ErrorMessage).Distinct().ToArray()),
                detail: "nothing was evaluated; every fault of the webhook's metadata is listed");
        }

        var request = GateRequests.Of(wire, caller.Team);
        if (caller.Refuses(request.Service, request.Namespace, wire.Team) is { } refusal)
        {
            return Problems.Of(StatusCodes.Status403Forbidden, refusal);
        }

        var warnings = body.Unknown.Select(key => $"metadata.{Shown.Of(key)} is unknown and was ignored");
        var (verdict, why) = await desk.EvaluateAsync(
            request, body.Checksum, caller, new EvaluationCall(new Uri($"{http.Request.Scheme}://{http.Request.Host}"), null, [.. warnings]), http.RequestAborted);
        return FlaggerAnswer.Of(hook, verdict, why);
    }
}
