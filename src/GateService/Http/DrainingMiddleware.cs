namespace GateService.Http;

/// <summary>While the process shuts down, new questions are sent to another replica: 503, which Argo asks again after 10 s.</summary>
internal static class DrainingMiddleware
{
    public static void UseDraining(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use((context, next) => stopping.IsCancellationRequested && context.Request.Path.StartsWithSegments("/v1")
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, "the gate is shutting down").ExecuteAsync(context)
            : next(context));
    }
}
