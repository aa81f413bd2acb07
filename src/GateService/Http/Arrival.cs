using GateService.Wire;

namespace GateService.Http;

/// <summary>When a request came in: its caller waits since then, whatever was looked at before its question.</summary>
internal static class Arrival
{
    /// <summary>Stands in front of everything else.</summary>
    public static void UseArrival(this WebApplication app)
    {
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use((http, next) =>
        {
            http.Features.Set(new Moment(time.GetTimestamp()));
            return next(http);
        });
    }

    /// <summary>So much, of which what passed since it came in is gone.</summary>
    public static Remaining Within(HttpContext http, TimeSpan total, TimeProvider time) => Remaining.Of(total, time, http.Features.Get<Moment>()?.Timestamp);

    private sealed record Moment(long Timestamp);
}
