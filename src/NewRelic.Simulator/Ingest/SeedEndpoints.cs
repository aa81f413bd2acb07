using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Ingest;

/// <summary><c>/simulator/events</c>: any event, any past moment, any amount; all of a request or nothing.</summary>
internal static class SeedEndpoints
{
    public static async Task<IResult> SeedAsync(HttpContext http, EventStore store, TimeProvider time, int? accountId)
    {
        // A million events in one POST are the purpose of this route; the limits protect others.
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;
        http.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = null;
        if (EncodedBody.Open(http.Request) is not { } body)
        {
            return TypedResults.Problem($"Content-Encoding '{http.Request.Headers.ContentEncoding}' is unknown, expected gzip or deflate", statusCode: 415);
        }

        try
        {
            var events = await EventReader.ReadAsync(body, EventRules.Seeding(time), http.RequestAborted);
            store.Append(accountId ?? EventStore.EveryAccount, events);
            return TypedResults.Ok(new { accepted = events.Count });
        }
        catch (EventFormatException refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: StatusCodes.Status400BadRequest, title: "Nothing was accepted");
        }
        catch (InvalidDataException broken)
        {
            return TypedResults.Problem($"the body is not {http.Request.Headers.ContentEncoding}: {broken.Message}", statusCode: StatusCodes.Status400BadRequest, title: "Nothing was accepted");
        }
    }

    public static IResult Count(EventStore store) => TypedResults.Ok(new { total = store.Count, eventTypes = store.Counts() });

    public static IResult Clear(EventStore store)
    {
        store.Clear();
        return TypedResults.NoContent();
    }
}
