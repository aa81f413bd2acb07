using System.Diagnostics;
using GateService.Callers;
using GateService.Core.Verdicts;
using GateService.Gates;
using GateService.Http;
using GateService.Wire;
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
        flagger.MapPost($"/{hook.ToString().ToLowerInvariant()}", (HttpContext http, FlaggerDesk desk, TokenBook book, RequestReader reader, IOptions<GateOptions> options) =>
                AnswerAsync(hook, http, desk, book, reader, options.Value))
            .WithName($"Flagger{hook}").WithSummary(summary)
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesEvaluationProblems();

    private static async Task<IResult> AnswerAsync(FlaggerHook hook, HttpContext http, FlaggerDesk desk, TokenBook book, RequestReader reader, GateOptions options)
    {
        var deadline = reader.Deadline(http.Request);
        // The token is in the body: of one that cannot be read nobody knows whose it is.
        if (await BoundedBody.ReadAsync(http.Request, options.MaxBodyBytes, http.RequestAborted) is not { } bytes)
        {
            return NotTaken.Problem(reader.TooLarge());
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

        http.Features.Set(caller);
        switch (await reader.InTurnAsync(http, caller, reader.Read(new EvaluateBody(body.Request(hook), body.Faults(), body.Warnings()), caller, deadline)))
        {
            case RequestReading.Taken(var request, var call):
                var (verdict, why) = await desk.EvaluateAsync(request, body.Checksum, caller, call, http.RequestAborted);
                return FlaggerAnswer.Of(hook, verdict, why);
            case RequestReading.Refused refused:
                return NotTaken.As(FlaggerAnswer.Of(hook, Verdict.Inconclusive, Problems.Words(refused.Faults)), refused);
            default:
                throw new UnreachableException();
        }
    }
}
