using GateService.Callers;
using GateService.History;
using GateService.Telemetry;

namespace GateService.Pages.Layout;

/// <summary>Stands before everything that reads the store for a page: its trouble is told in words.</summary>
internal sealed partial class StoreTrouble(Database database, TokenBook book, GateMetrics metrics, ILogger<StoreTrouble> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var needsStore = !book.IsDisabled || context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<WorksWithoutStore>() is null;
        if (needsStore && !database.IsEnabled)
        {
            return Trouble.NothingKept;
        }

        try
        {
            return await next(context);
        }
        catch (Exception e) when (Database.IsTrouble(e))
        {
            metrics.ErrorSeen("store");
            Log.StoreFailed(log, context.HttpContext.Request.Path, e);
            return Trouble.StoreDown;
        }
        catch (InvalidDataException e)
        {
            Log.RecordUnreadable(log, context.HttpContext.Request.Path, e);
            return Trouble.Unreadable(e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 308, Level = LogLevel.Warning, Message = "Could not read the store for the page {Path}")]
        public static partial void StoreFailed(ILogger logger, string path, Exception exception);

        [LoggerMessage(EventId = 309, Level = LogLevel.Error, Message = "Could not read the record behind the page {Path}")]
        public static partial void RecordUnreadable(ILogger logger, string path, Exception exception);
    }
}
