using System.Diagnostics;
using GateService.Callers;
using GateService.Core.Verdicts;
using GateService.Gates;
using GateService.Http;

namespace GateService.Flagger;

/// <summary>Webhooks for Flagger's Canary: the same question, answered with the status codes that Flagger reads.</summary>
internal static class FlaggerEndpoints
{
    public static IServiceCollection AddFlagger(this IServiceCollection services) => services.AddSingleton<FlaggerDesk>();

    public static void MapFlagger(this RouteGroupBuilder group)
    {
        var flagger = group.MapGroup("/flagger").WithTags("Flagger").Needs(Role.Ask).WithMetadata(FlaggerReading.Token);
        Map(flagger, FlaggerHook.Rollout, "May it go on? 200 pass, 412 fail or inconclusive: a failed check.")
            .Produces<string>(StatusCodes.Status412PreconditionFailed, "text/plain");
        Map(flagger, FlaggerHook.Confirm, "May it go on? 200 pass, 409 fail or inconclusive: Flagger waits, and counts nothing.")
            .Produces<string>(StatusCodes.Status409Conflict, "text/plain");
        Map(flagger, FlaggerHook.Rollback, "Must it roll back? 200 fail, 409 everything else.")
            .Produces<string>(StatusCodes.Status409Conflict, "text/plain");
    }

    private static RouteHandlerBuilder Map(RouteGroupBuilder flagger, FlaggerHook hook, string summary) =>
        flagger.MapPost($"/{hook.ToString().ToLowerInvariant()}", (HttpContext http, FlaggerDesk desk, RequestReader reader) => AnswerAsync(hook, http, desk, reader))
            .WithName($"Flagger{hook}").WithSummary(summary).WithMetadata(new ForbiddenAnswer(why => Refused(hook, NotTaken.Lacking(why))))
            .Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesEvaluationProblems();

    private static async Task<IResult> AnswerAsync(FlaggerHook hook, HttpContext http, FlaggerDesk desk, RequestReader reader)
    {
        var (deadline, body, unreadable) = await FlaggerReading.OfAsync(http);
        if (body is null)
        {
            return unreadable!;
        }

        var caller = Caller.Of(http);
        switch (await reader.InTurnAsync(http, caller, reader.Read(body.Question(hook), caller, deadline)))
        {
            case RequestReading.Taken(var request, var call):
                var (verdict, why) = await desk.EvaluateAsync(request, body.Checksum, caller, call, http.RequestAborted);
                return FlaggerAnswer.Of(hook, verdict, why);
            case RequestReading.Refused refused:
                return Refused(hook, refused);
            default:
                throw new UnreachableException();
        }
    }

    private static IResult Refused(FlaggerHook hook, RequestReading.Refused refused) =>
        NotTaken.As(FlaggerAnswer.Of(hook, Verdict.Inconclusive, Problems.Words(refused.Faults)), refused);
}
