using GateService.Core.Evidence;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>Failed requests and the calls that failed in them, put together by the request's id, else by its trace.</summary>
internal sealed class FailedCallLinks(TelemetrySource requests, CallSource calls)
{
    public IReadOnlyList<FailedCall> Of(IReadOnlyList<NrqlRow> failed, IReadOnlyList<NrqlRow> failedCalls)
    {
        var byRequest = Lookup(failedCalls, calls.RequestAttribute is { } request ? [request] : []);
        var byTrace = Lookup(failedCalls, calls.TraceAttributes);
        return [.. failed.Select(request => Link(request, byRequest, byTrace)).OfType<FailedCall>()];
    }

    private static ILookup<string, NrqlRow> Lookup(IReadOnlyList<NrqlRow> rows, IReadOnlyList<string> names) =>
        rows.Where(row => ErrorAttributes.First(row, names) is not null).ToLookup(row => ErrorAttributes.First(row, names)!);

    private FailedCall? Link(NrqlRow request, ILookup<string, NrqlRow> byRequest, ILookup<string, NrqlRow> byTrace)
    {
        var own = calls.RequestId is { } id ? byRequest[ErrorAttributes.First(request, id) ?? ""].ToList() : [];
        var failed = own.Count > 0 ? own : byTrace[ErrorAttributes.First(request, calls.TraceAttributes) ?? ""].ToList();
        return Deepest(failed) is { } call && ErrorAttributes.First(call, calls.DependencyAttributes) is { } dependency ? new FailedCall(Signature(request), dependency) : null;
    }

    /// <summary>A failed call that no other failed call happened within.</summary>
    private NrqlRow? Deepest(List<NrqlRow> failed)
    {
        var parents = failed.Select(call => ErrorAttributes.First(call, calls.ParentId)).OfType<string>().ToHashSet();
        return failed.LastOrDefault(call => ErrorAttributes.First(call, calls.Id) is not { } id || !parents.Contains(id)) ?? failed.LastOrDefault();
    }

    private ErrorSignature Signature(NrqlRow request) => new(
        ErrorAttributes.First(request, requests.ClassAttributes),
        ErrorAttributes.First(request, requests.StatusAttributes),
        ErrorAttributes.First(request, requests.MessageAttributes),
        requests.FlagAttribute is { } flag ? ErrorAttributes.First(request, flag) : null);
}
