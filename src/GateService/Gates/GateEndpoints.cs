using System.Globalization;
using FluentValidation;
using GateService.Core;
using GateService.Core.Planning;
using GateService.Evidence;
using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.Gates;

/// <summary>The question itself, for Argo (<c>evaluate</c>) and for shells (<c>check</c>).</summary>
internal static class GateEndpoints
{
    public static IServiceCollection AddGates(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GateOptions>().Bind(configuration.GetSection("Gate"))
            .Validate(options => options.Deadline >= TimeSpan.FromSeconds(1) && options.Deadline <= TimeSpan.FromSeconds(120), "Gate:Deadline: expected 00:00:01 to 00:02:00")
            .Validate(options => options.MaxBodyBytes is >= 1024 and <= 1024 * 1024, "Gate:MaxBodyBytes: expected 1024 to 1048576")
            .ValidateOnStart();
        services.AddSingleton<IValidator<EvaluateRequest>, EvaluateRequestValidator>();
        foreach (var judge in Judges.Shipped)
        {
            services.AddSingleton(judge);
        }

        services.AddSingleton<GateEvaluator>();
        services.AddSingleton<IEvidenceSource, NewRelicEvidenceSource>();
        services.AddSingleton<GateDesk>();
        return services;
    }

    public static void MapGates(this RouteGroupBuilder group)
    {
        var gates = group.MapGroup("/gates").WithTags("Gates");
        gates.MapPost("/evaluate", EvaluateAsync).WithName("Evaluate")
            .WithSummary("May this rollout go on? Answers pass, fail or inconclusive with the value and the threshold that tripped.")
            .WithDescription("Always 200 when a judgement was made, inconclusive included; New Relic's trouble is inconclusive with its cause. Argo reads {$.result} and conditions on result[1].")
            .Produces<EvaluateResponse>().ProducesValidationProblem().ProducesEvaluationProblems();
        gates.MapPost("/check", CheckAsync).WithName("Check")
            .WithSummary("The same question for CI: the status code is the verdict.")
            .WithDescription("200 pass, 409 fail, 412 inconclusive: `curl --fail` is enough. The body is text, Markdown (Accept: text/markdown) or JSON (Accept: application/json).")
            .Produces<EvaluateResponse>(StatusCodes.Status200OK, "application/json", "text/plain", "text/markdown")
            .Produces<EvaluateResponse>(StatusCodes.Status409Conflict, "application/json", "text/plain", "text/markdown")
            .Produces<EvaluateResponse>(StatusCodes.Status412PreconditionFailed, "application/json", "text/plain", "text/markdown")
            .ProducesValidationProblem().ProducesEvaluationProblems();
    }

    private static async Task<IResult> EvaluateAsync(HttpContext http, GateDesk desk, IValidator<EvaluateRequest> validator, IOptions<GateOptions> options) =>
        await AnswerAsync(http, desk, validator, options.Value, response => JsonAnswer.Of(response));

    private static async Task<IResult> CheckAsync(HttpContext http, GateDesk desk, IValidator<EvaluateRequest> validator, IOptions<GateOptions> options) =>
        await AnswerAsync(http, desk, validator, options.Value, response => CheckAnswer.Of(response, http.Request));

    private static async Task<IResult> AnswerAsync(
        HttpContext http, GateDesk desk, IValidator<EvaluateRequest> validator, GateOptions options, Func<EvaluateResponse, IResult> answer)
    {
        if (await BoundedBody.ReadAsync(http.Request, options.MaxBodyBytes, http.RequestAborted) is not { } bytes)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {options.MaxBodyBytes} bytes");
        }

        var body = EvaluateBody.Read(bytes);
        if (Faults(body, validator) is { Count: > 0 } faults)
        {
            return TypedResults.ValidationProblem(faults, detail: "nothing was evaluated; every fault of the request is listed");
        }

        var caller = Caller.Of(http);
        var request = GateRequests.Of(body.Request!, caller.Team);
        return caller.Refuses(request.Service, request.Namespace, body.Request!.Team) is { } refusal
            ? Problems.Of(StatusCodes.Status403Forbidden, refusal)
            : answer(await desk.EvaluateAsync(request, caller, Call(http.Request, body.Warnings), http.RequestAborted));
    }

    private static Dictionary<string, string[]> Faults(EvaluateBody body, IValidator<EvaluateRequest> validator)
    {
        if (body.Request is null)
        {
            return body.Faults;
        }

        var faults = new Dictionary<string, string[]>(body.Faults);
        foreach (var field in validator.Validate(body.Request).Errors.GroupBy(error => error.PropertyName))
        {
            faults.TryAdd(field.Key, [.. field.Select(error => error.ErrorMessage).Distinct()]);
        }

        return faults;
    }

    private static EvaluationCall Call(HttpRequest request, IReadOnlyList<string> warnings)
    {
        var timeout = double.TryParse(request.Headers["X-Gate-Timeout-Seconds"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.5 and <= 120
            ? TimeSpan.FromSeconds(seconds)
            : (TimeSpan?)null;
        return new EvaluationCall(new Uri($"{request.Scheme}://{request.Host}"), timeout, warnings);
    }
}
