using GateService.Callers;
using GateService.Gates;
using GateService.Http;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.Flagger;

/// <summary>The body of a webhook, read once: first for the token in it, then for the question.</summary>
/// <param name="Deadline">Began before the first byte.</param>
/// <param name="Body">Null where it cannot be read.</param>
/// <param name="Unreadable">What is answered then.</param>
internal sealed record FlaggerReading(Remaining Deadline, FlaggerBody? Body, IResult? Unreadable)
{
    /// <summary>Where the token stands, for whoever lets callers in.</summary>
    public static TokenInBody Token { get; } = new(async http =>
    {
        var reading = await OfAsync(http);
        return new BodyToken(reading.Body?.Token ?? "", "a token is missing or unknown: set metadata.token in the Canary's webhook", reading.Unreadable);
    });

    public static async Task<FlaggerReading> OfAsync(HttpContext http)
    {
        if (http.Features.Get<FlaggerReading>() is { } read)
        {
            return read;
        }

        var reader = http.RequestServices.GetRequiredService<RequestReader>();
        var reading = await ReadAsync(http, reader, http.RequestServices.GetRequiredService<IOptions<GateOptions>>().Value.MaxBodyBytes);
        http.Features.Set(reading);
        return reading;
    }

    private static async Task<FlaggerReading> ReadAsync(HttpContext http, RequestReader reader, int most)
    {
        var deadline = reader.Deadline(http.Request);
        return await BoundedBody.ReadAsync(http.Request, most, http.RequestAborted) is not { } bytes ? new FlaggerReading(deadline, null, NotTaken.Problem(reader.TooLarge()))
            : FlaggerBody.Read(bytes) is { } body ? new FlaggerReading(deadline, body, null)
            : new FlaggerReading(deadline, null, Problems.Of(StatusCodes.Status400BadRequest, "the body is no JSON object as Flagger sends it: expected name, namespace, checksum and metadata"));
    }
}
