using System.Diagnostics;
using FluentValidation;
using GateService.Callers;
using GateService.Http;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.Gates;

/// <summary>From bytes to a question whose turn it is, or to every fault of it. Whatever the bytes are, it answers.</summary>
internal sealed class RequestReader(IValidator<EvaluateRequest> validator, FairShares shares, Guarded guarded, IOptions<GateOptions> options, TimeProvider time)
{
    /// <summary>Seconds; shorter than any interval of Argo's that makes sense.</summary>
    private const string AskAgain = "10";
    private const string PatienceHeader = "X-Gate-Timeout-Seconds";
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(120);

    private int MostBytes => options.Value.MaxBodyBytes;

    /// <summary>A question as Argo and shells send it.</summary>
    public async Task<RequestReading> ReadAsync(HttpContext http)
    {
        var (deadline, caller) = (Deadline(http.Request), Caller.Of(http));
        ReadOnlyMemory<byte>? sent;
        try
        {
            sent = await BoundedBody.ReadAsync(http.Request, MostBytes, http.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            return Fault("body", "cannot be read to its end: expected chunks as HTTP has them, or as many bytes as Content-Length says", e.StatusCode);
        }

        if (sent is not { } bytes)
        {
            return TooLarge();
        }

        return await InTurnAsync(http, caller, await guarded.TryAsync<RequestReading>(
            "read a request",
            () => Task.FromResult(Read(EvaluateBody.Read(bytes), caller, deadline, PatienceFault(http.Request))),
            () => Fault("body", "cannot be read: expected a JSON object"),
            http.RequestAborted));
    }

    /// <summary>What may be evaluated, once it is this caller's turn; the turn ends with the answer.</summary>
    public async Task<RequestReading> InTurnAsync(HttpContext http, Caller caller, RequestReading reading)
    {
        if (reading is not RequestReading.Taken { Call: var call })
        {
            return reading;
        }

        switch (await shares.TakeAsync(caller, call.Deadline, http.RequestAborted))
        {
            case Turn.Given turn:
                http.Response.RegisterForDispose(turn);
                return reading;
            case Turn.Shed shed:
                http.Response.Headers.RetryAfter = AskAgain;
                return new RequestReading.Refused(StatusCodes.Status429TooManyRequests, new() { [shed.Field] = [$"{shed.Why}; ask again in {AskAgain} s"] }, call.Warnings);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The same for a question that came in another form.</summary>
    public RequestReading Read(EvaluateBody body, Caller caller, Remaining deadline, string? patience = null)
    {
        var faults = Faults(body);
        if (patience is not null)
        {
            faults[PatienceHeader] = [patience];
        }

        if (faults.Count > 0)
        {
            return new RequestReading.Refused(StatusCodes.Status400BadRequest, faults, body.Warnings);
        }

        var request = GateRequests.Of(body.Request!, caller.Team);
        return caller.RefusedField(request.Service, request.Namespace, body.Request!.Team) is var (field, fault)
            ? Fault(field, fault, StatusCodes.Status403Forbidden)
            : new RequestReading.Taken(request, new EvaluationCall(deadline, body.Warnings));
    }

    public RequestReading.Refused TooLarge() => Fault("body", $"has more than {MostBytes} bytes: expected at most so many", StatusCodes.Status413PayloadTooLarge);

    /// <summary>Began when the request came in: who is asked for a token, and whose issuer takes its time, waits no longer for that.</summary>
    public Remaining Deadline(HttpRequest request)
    {
        var most = options.Value.Deadline;
        return Arrival.Within(request.HttpContext, Patience(request) is { } patience && patience < most ? patience : most, time);
    }

    private static RequestReading.Refused Fault(string field, string fault, int status = StatusCodes.Status400BadRequest) => new(status, new() { [field] = [fault] }, []);

    private static TimeSpan? Patience(HttpRequest request) =>
        RequestValues.Seconds(request.Headers[PatienceHeader].ToString()) is { } patience && patience >= LeastPatience && patience <= MostPatience ? patience : null;

    private static string? PatienceFault(HttpRequest request) => request.Headers[PatienceHeader].ToString() is { Length: > 0 } text && Patience(request) is null
        ? $"'{Shown.Short(text)}': expected 0.5 to 120 (seconds)"
        : null;

    private Dictionary<string, string[]> Faults(EvaluateBody body)
    {
        var faults = new Dictionary<string, string[]>(body.Faults);
        foreach (var field in body.Request is null ? [] : validator.Validate(body.Request).Errors.GroupBy(error => error.PropertyName))
        {
            faults.TryAdd(field.Key, [.. field.Select(error => error.ErrorMessage).Distinct()]);
        }

        return faults;
    }
}
