using System.Collections.Concurrent;
using GateService.Callers;
using GateService.Core.Words;
using GateService.Http;
using GateService.Telemetry;

namespace GateService.Refusals;

/// <summary>
/// Says once of every request that is turned away what it was and why: Argo shows people a status code at most. Everything is counted, but of one reason and
/// one token only so much a minute is logged, so that a scanner cannot fill a disk.
/// </summary>
internal sealed partial class RefusalLog(GateMetrics metrics, TimeProvider time, ILogger<RefusalLog> log)
{
    private const int LongestPath = 200;
    private const int LongestReason = 600;

    private readonly ConcurrentDictionary<(string Reason, string Token), RefusalWindow> _windows = new();

    public void Look(HttpContext http)
    {
        if (RefusalNote.Of(http) is not { } note)
        {
            return;
        }

        metrics.Refused(note.Reason);
        var token = Caller.Find(http.User)?.Name ?? "unknown";
        if (!RefusalNote.IsOurPath(http) || !_windows.GetOrAdd((note.Reason, token), _ => new RefusalWindow()).Takes(time.GetUtcNow(), out var unlogged))
        {
            return;
        }

        var (request, path) = (http.Request, OneLine.Of(http.Request.Path.Value ?? "", LongestPath));
        Log.Refused(log, OneLine.Of(request.Method, 20), path, http.Response.StatusCode, note.Reason, OneLine.Of(note.Why, LongestReason), token, http.Connection.RemoteIpAddress?.ToString() ?? "unknown", unlogged);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 101,
            Level = LogLevel.Warning,
            Message = "Refused {Method} {Path} with {Status} ({Reason}): {Why}; token {Token}, from {RemoteAddress}; {Unlogged} more like it before were only counted")]
        public static partial void Refused(ILogger logger, string method, string path, int status, string reason, string why, string token, string remoteAddress, int unlogged);
    }
}
