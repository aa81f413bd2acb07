using GateService.Http;
using GateService.Telemetry;

namespace GateService.History;

/// <summary>Stands before every endpoint that reads the store: a store in trouble is 503 in words, never a bug of ours and never an empty list.</summary>
internal sealed partial class StoreFilter(Database database, GateMetrics metrics, ILogger<StoreFilter> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!database.IsEnabled)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "no decision is kept here: History:Enabled is false");
        }

        try
        {
            return await next(context);
        }
        catch (Exception e) when (Database.IsTrouble(e))
        {
            metrics.ErrorSeen("store");
            Log.Unreadable(log, context.HttpContext.Request.Path, e);
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "the store of decisions cannot be reached: ask again; verdicts do not depend on it");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "Could not read the store for {Path}")]
        public static partial void Unreadable(ILogger logger, string path, Exception exception);
    }
}
