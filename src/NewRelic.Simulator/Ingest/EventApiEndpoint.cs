using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Ingest;

/// <summary>
/// The Event API: 200 whenever headers and size are right. What is wrong with the events shows later, as an <c>NrIntegrationError</c>.
/// </summary>
internal static class EventApiEndpoint
{
    private const int LargestBody = 1_000_000;

    private static readonly string[] KeyHeaders = ["Api-Key", "X-Insert-Key", "X-License-Key"];

    public static async Task<IResult> AcceptAsync(int id, HttpContext http, EventStore store, TimeProvider time)
    {
        var request = http.Request;
        if (!KeyHeaders.Any(header => !string.IsNullOrWhiteSpace(request.Headers[header])))
        {
            return Refuse(403, "Missing or invalid license key: send Api-Key");
        }

        if (request.ContentLength is not >= 0)
        {
            return Refuse(400, "Missing or invalid Content-Length");
        }

        if (request.ContentLength > LargestBody)
        {
            return Refuse(413, $"The body has {request.ContentLength} bytes, expected {LargestBody} at most");
        }

        if (request.HasFormContentType || EncodedBody.Open(request) is not { } body)
        {
            return Refuse(415, "Expected JSON, plain or with Content-Encoding gzip or deflate");
        }

        var uuid = Guid.NewGuid().ToString();
        store.Append(id, await ReadAsync(body, EventRules.EventApi(time), uuid, http.RequestAborted));
        return TypedResults.Ok(new { success = true, uuid });
    }

    private static async Task<IReadOnlyList<SimulatedEvent>> ReadAsync(Stream body, EventRules rules, string uuid, CancellationToken ct)
    {
        try
        {
            return await EventReader.ReadAsync(body, rules, ct);
        }
        catch (Exception refused) when (refused is EventFormatException or InvalidDataException)
        {
            return
            [
                new SimulatedEvent("NrIntegrationError", rules.Received, new Dictionary<string, object>
                {
                    ["newRelicFeature"] = "Event API",
                    ["category"] = "EventApiException",
                    ["name"] = "EventValidationException",
                    ["message"] = refused.Message,
                    ["requestId"] = uuid,
                }),
            ];
        }
    }

    private static IResult Refuse(int status, string why) => TypedResults.Problem(why, statusCode: status);
}
