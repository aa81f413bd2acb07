using System.Diagnostics;
using FluentValidation;
using GateService.Callers;
using GateService.Core;
using GateService.Core.Planning;
using GateService.Evidence;
using GateService.Http;
using GateService.Rations;
using GateService.Wire;

namespace GateService.Gates;

/// <summary>The question itself, for Argo (<c>evaluate</c>) and for shells (<c>check</c>).</summary>
internal static class GateEndpoints
{
    public static IServiceCollection AddGates(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GateOptions>().Bind(configuration.GetSection("Gate"))
            .Expect("Gate:Deadline", options => options.Deadline, options => options.Deadline >= TimeSpan.FromSeconds(1) && options.Deadline <= TimeSpan.FromSeconds(120), "1s to 2m")
            .Expect("Gate:MaxBodyBytes", options => options.MaxBodyBytes, options => options.MaxBodyBytes is >= 1024 and <= 1024 * 1024, "1024 to 1048576")
            .Expect("Gate:PublicUrl", options => options.PublicUrl is { IsAbsoluteUri: true, UserInfo.Length: > 0 } ? "an address with a password" : options.PublicUrl, options => options.PublicUrl is null or { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }, "an address such as https://gate.example.com, without a path: links begin at the root")
            .Expect("Gate:DiffLink", options => options.DiffLink, options => options.DiffLink is null || DiffLink.IsValid(options.DiffLink), $"an address with http or https, in which {DiffLink.Names} may stand")
            .ValidateOnStart();
        services.AddOptions<SharesOptions>().Bind(configuration.GetSection("Shares"))
            .Expect("Shares:Evaluations", shares => shares.Evaluations, shares => shares.Evaluations is >= 1 and <= 1000, "1 to 1000")
            .Expect("Shares:EvaluationsPerTeam", shares => shares.EvaluationsPerTeam, shares => shares.EvaluationsPerTeam is >= 1 and <= 1000, "1 to 1000")
            .Expect("Shares:EvaluationsPerToken", shares => shares.EvaluationsPerToken, shares => shares.EvaluationsPerToken is >= 1 and <= 1000, "1 to 1000")
            .Expect("Shares:WaitingPerTeam", shares => shares.WaitingPerTeam, shares => shares.WaitingPerTeam is >= 0 and <= 10_000, "0 to 10000")
            .Expect("Shares:RequestsPerMinute", shares => shares.RequestsPerMinute, shares => shares.RequestsPerMinute is >= 0 and <= 1_000_000, "0 (no limit) to 1000000")
            .ValidateOnStart();
        services.AddSingleton<FairShares>();
        services.AddSingleton<ShippedChanges>();
        services.AddSingleton<IValidator<EvaluateRequest>, EvaluateRequestValidator>();
        foreach (var judge in Judges.Shipped)
        {
            services.AddSingleton(judge);
        }

        services.AddSingleton<GateEvaluator>();
        services.AddSingleton<IQueryLedger, QueryLedger>();
        services.AddSingleton<QueryRation>();
        services.AddSingleton<SharedQueries>();
        services.AddSingleton<ClosedBuckets>();
        services.AddSingleton<IEvidenceSource>(provider => new NewRelicEvidenceSource(
            provider.GetRequiredService<SharedQueries>(), provider.GetRequiredService<ClosedBuckets>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<Guarded>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<GateDesk>();
        return services;
    }

    public static void MapGates(this RouteGroupBuilder group)
    {
        var gates = group.MapGroup("/gates").WithTags("Gates").Needs(Role.Ask);
        gates.MapPost("/evaluate", EvaluateAsync).WithName("Evaluate").WithMetadata(new ForbiddenAnswer(why => NotTaken.Inconclusive(NotTaken.Lacking(why))))
            .WithSummary("May this rollout go on? Answers pass, fail or inconclusive with the value and the threshold that tripped.")
            .WithDescription("Always 200 to a good token: New Relic's trouble is inconclusive with its cause, a request that cannot be taken with its fault (decision is null then). Argo reads {$.result} and conditions on result[1].")
            .Produces<EvaluateResponse>().ProducesEvaluationProblems();
        gates.MapPost("/check", CheckAsync).WithName("Check")
            .WithSummary("The same question for CI: the status code is the verdict.")
            .WithDescription("200 pass, 409 fail, 412 inconclusive: `curl --fail` is enough. The body is text, Markdown (Accept: text/markdown) or JSON (Accept: application/json).")
            .Produces<EvaluateResponse>(StatusCodes.Status200OK, "application/json", "text/plain", "text/markdown")
            .Produces<EvaluateResponse>(StatusCodes.Status409Conflict, "application/json", "text/plain", "text/markdown")
            .Produces<EvaluateResponse>(StatusCodes.Status412PreconditionFailed, "application/json", "text/plain", "text/markdown")
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesRefusals().ProducesEvaluationProblems();
    }

    public static async Task<IResult> EvaluateAsync(HttpContext http, RequestReader reader, GateDesk desk) => await reader.ReadAsync(http) switch
    {
        RequestReading.Taken(var request, var call) => JsonAnswer.Written((await desk.EvaluateAsync(request, Caller.Of(http), call, http.RequestAborted)).Json),
        RequestReading.Refused refused => NotTaken.Inconclusive(refused),
        _ => throw new UnreachableException(),
    };

    private static async Task<IResult> CheckAsync(HttpContext http, RequestReader reader, GateDesk desk) => await reader.ReadAsync(http) switch
    {
        RequestReading.Taken(var request, var call) => CheckAnswer.Of(await desk.EvaluateAsync(request, Caller.Of(http), call, http.RequestAborted), http.Request),
        RequestReading.Refused refused => NotTaken.Problem(refused),
        _ => throw new UnreachableException(),
    };
}
