using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Failed requests of one slice and the calls that failed in them, put together by the request's id, else by its trace. Where a request carries no class, its
/// error by the request's id or the span at which it entered the service does.
/// </summary>
/// <param name="requests">What requests mean.</param>
/// <param name="calls">What calls mean.</param>
/// <param name="isNamed">Errors are counted by the class and message that stand beside the requests: so must these be.</param>
/// <param name="kinds">By what errors are counted where messages are not; null where that is not known.</param>
internal sealed class FailedCallLinks(TelemetrySource requests, CallSource calls, bool isNamed, ErrorKinds? kinds)
{
    /// <summary>True on the span at which a request entered the service.</summary>
    public const string EntryPoint = "nr.entryPoint";

    /// <summary>True on it where the agent kept a part of the trace only, and of calls no status.</summary>
    public const string Partial = "nr.pg";

    /// <param name="failed">Failed requests of one slice.</param>
    /// <param name="spans">Of the same requests.</param>
    /// <param name="errors">By the request's id.</param>
    /// <param name="isCanary">Whose they are.</param>
    public IReadOnlyList<FailedCall> Of(IReadOnlyList<NrqlRow> failed, IReadOnlyList<NrqlRow> spans, IReadOnlyList<NrqlRow> errors, bool isCanary)
    {
        var byId = ById(errors);
        var byRequest = Lookup(spans, calls.RequestAttribute is { } request ? [request] : []);
        var byTrace = Lookup(spans, calls.TraceAttributes);
        return [.. failed.Select(request => Link(request, byRequest, byTrace, byId) is { } link ? link with { IsCanary = isCanary, At = Moment(request) } : null).OfType<FailedCall>()];
    }

    /// <summary>What is said of each failed request, on itself and by its id; and what it says itself.</summary>
    public IReadOnlyList<(ErrorSignature Signature, RequestWords Said)> Signatures(IReadOnlyList<NrqlRow> failed, IReadOnlyList<NrqlRow> errors)
    {
        var byId = ById(errors);
        return [.. failed.Select(request => (Signature(request, ErrorOf(request, byId)), new RequestWords(ErrorAttributes.Stable(ErrorAttributes.First(request, requests.MessageAttributes)))))];
    }

    private ILookup<string, NrqlRow> ById(IReadOnlyList<NrqlRow> errors) => Lookup(errors, requests.Names?.RequestAttribute is { } id ? [id] : []);

    private NrqlRow? ErrorOf(NrqlRow request, ILookup<string, NrqlRow> byId) => ErrorAttributes.First(request, calls.Id) is { } id ? byId[id].FirstOrDefault() : null;

    private static ILookup<string, NrqlRow> Lookup(IReadOnlyList<NrqlRow> rows, IReadOnlyList<string> names) =>
        rows.Where(row => ErrorAttributes.First(row, names) is not null).ToLookup(row => ErrorAttributes.First(row, names)!);

    private FailedCall? Link(NrqlRow request, ILookup<string, NrqlRow> byRequest, ILookup<string, NrqlRow> byTrace, ILookup<string, NrqlRow> byId)
    {
        var own = calls.RequestId is { } id ? byRequest[ErrorAttributes.First(request, id) ?? ""].ToList() : [];
        var spans = own.Count > 0 ? own : byTrace[ErrorAttributes.First(request, calls.TraceAttributes) ?? ""].ToList();
        var entry = spans.Find(span => span.Boolean(EntryPoint) == true);
        List<NrqlRow> within = [.. spans.Where(span => span.Boolean(EntryPoint) != true)];
        List<NrqlRow> refused = [.. within.Where(IsRefused)];
        List<NrqlRow> failed = [.. within.Where(IsEnded).Except(refused)];
        List<NrqlRow> suspected = [.. within.Where(span => !IsEnded(span))];

        // A call of which nothing is said names nobody in a trace that leaves out how calls ended.
        var candidates = failed.Count > 0 || entry?.Boolean(Partial) == true ? failed : suspected;
        return Named(candidates) ?? (Named(refused) is { } refusal ? refusal with { IsRefused = true } : null);

        FailedCall? Named(List<NrqlRow> of) => Deepest(of) is { } call && DependencyOf(call) is { } dependency ? new FailedCall(Signature(request, entry ?? ErrorOf(request, byId)), dependency) : null;
    }

    /// <summary>Answered with a 4xx, and nothing says that it failed.</summary>
    private bool IsRefused(NrqlRow call) => calls.StatusAttributes.Any(name => ErrorAttributes.First(call, name) is ['4', _, _])
        && !calls.OutcomeAttributes.Except(calls.StatusAttributes).Any(name => call.Boolean(name) == true || ErrorAttributes.First(call, name) is not (null or "0" or "OK" or "UNSET" or "false" or "False"));

    /// <summary>New Relic tells it of every row, asked or not.</summary>
    private static DateTimeOffset? Moment(NrqlRow request) =>
        request.Number("timestamp") is { } at and >= 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)at) : null;

    /// <summary>How the call ended is told.</summary>
    private bool IsEnded(NrqlRow call) => calls.OutcomeAttributes.Count == 0
        || calls.OutcomeAttributes.Any(name => ErrorAttributes.First(call, name) is not null || call.Boolean(name) is not null);

    private string? DependencyOf(NrqlRow call) =>
        calls.DependencyAttributes.Select(name => ErrorAttributes.First(call, name) is { } value ? DependencyName.In(name, value) : null).FirstOrDefault(name => name is not null)
        ?? (ErrorAttributes.First(call, calls.MessageAttributes) is { } message ? DependencyName.InMessage(message) : null);

    /// <summary>A failed call that no other failed call happened within.</summary>
    private NrqlRow? Deepest(List<NrqlRow> failed)
    {
        var parents = failed.Select(call => ErrorAttributes.First(call, calls.ParentId)).OfType<string>().ToHashSet();
        return failed.LastOrDefault(call => ErrorAttributes.First(call, calls.Id) is not { } id || !parents.Contains(id)) ?? failed.LastOrDefault();
    }

    /// <summary>As errors are counted: what the request says itself comes first.</summary>
    private ErrorSignature Signature(NrqlRow request, NrqlRow? error)
    {
        var (type, message) = (ErrorAttributes.First(request, requests.ClassAttributes), ErrorAttributes.First(request, requests.MessageAttributes));
        if (isNamed && error is not null && requests.Names is { } names)
        {
            var (named, said) = (ErrorAttributes.First(error, names.ClassAttributes), ErrorAttributes.First(error, names.MessageAttributes));
            (type, message) = type is null || ErrorSignature.IsStatus(type) ? (named ?? type, said ?? message) : (type, named == type ? message ?? said : message);
        }

        var (status, flagged) = (ErrorAttributes.First(request, requests.StatusAttributes), requests.FlagAttribute is { } flag ? ErrorAttributes.First(request, flag) : null);
        return ErrorAttributes.CountsMessages(requests) ? new ErrorSignature(type, status, ErrorAttributes.Stable(message), flagged)
            : kinds?.Of(type, status, message, flagged) ?? new ErrorSignature(type, status, null, flagged);
    }
}
