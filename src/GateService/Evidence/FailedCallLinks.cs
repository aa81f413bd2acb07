using GateService.Core.Evidence;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Failed requests and the calls that failed in them, put together by the request's id, else by its trace.</summary>
internal static class FailedCallLinks
{
    public static IReadOnlyList<FailedCall> Of(IReadOnlyList<NrqlRow> requests, IReadOnlyList<NrqlRow> calls, string? flagAttribute)
    {
        var byRequest = calls.Where(call => ErrorAttributes.First(call, "transactionId") is not null).ToLookup(call => ErrorAttributes.First(call, "transactionId")!);
        var byTrace = calls.Where(call => ErrorAttributes.First(call, "trace.id", "traceId") is not null).ToLookup(call => ErrorAttributes.First(call, "trace.id", "traceId")!);
        return [.. requests.Select(request => Link(request, byRequest, byTrace, flagAttribute)).OfType<FailedCall>()];
    }

    private static FailedCall? Link(NrqlRow request, ILookup<string, NrqlRow> byRequest, ILookup<string, NrqlRow> byTrace, string? flagAttribute)
    {
        var own = byRequest[ErrorAttributes.First(request, "guid") ?? ""].ToList();
        var failed = own.Count > 0 ? own : byTrace[ErrorAttributes.First(request, "trace.id", "traceId") ?? ""].ToList();
        return Deepest(failed) is { } call && Dependency(call) is { } dependency ? new FailedCall(Signature(request, flagAttribute), dependency) : null;
    }

    /// <summary>A failed call that no other failed call happened within.</summary>
    private static NrqlRow? Deepest(List<NrqlRow> failed)
    {
        var parents = failed.Select(call => ErrorAttributes.First(call, "parentId")).OfType<string>().ToHashSet();
        return failed.LastOrDefault(call => ErrorAttributes.First(call, "guid") is not { } guid || !parents.Contains(guid)) ?? failed.LastOrDefault();
    }

    private static string? Dependency(NrqlRow call) => ErrorAttributes.First(call, "peer.service", "server.address", "peer.hostname", "db.instance", "db.system");

    private static ErrorSignature Signature(NrqlRow request, string? flagAttribute) => new(
        ErrorAttributes.First(request, "error.class", "errorType"),
        ErrorAttributes.First(request, "http.statusCode", "httpResponseCode", "response.status", "grpc.statusCode"),
        ErrorAttributes.First(request, "error.message", "errorMessage"),
        flagAttribute is null ? null : ErrorAttributes.First(request, flagAttribute));
}
