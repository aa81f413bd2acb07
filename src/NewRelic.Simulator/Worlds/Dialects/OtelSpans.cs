using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>Spans over OTLP: a server or consumer span per work, an internal one below it, a client span per call. Old and stable conventions name the attributes.</summary>
internal abstract class OtelSpans : Dialect
{
    private const double InternalShare = 0.7;

    public override string Language => "java";

    public override TraceSampling Traces => TraceSampling.All;

    public override string ProbePath => "/healthz";

    public sealed override void Tell(List<SimulatedEvent> events, Work work)
    {
        if (!work.Sampled)
        {
            return;
        }

        var failed = Otel.Failed(work);
        var (kind, parent) = work.Protocol == Protocol.Queue ? ("consumer", null) : ("server", work.Kind == WorkKind.User ? work.Entry[..8] + work.Guid[..8] : null);
        events.Add(Event("Span", work.Moment, Truth(Served(work, Otel.Span(work, work.Entry, parent, Otel.Name(work), kind, work.Duration, failed)), work)));
        if (work.Fault is { Thrown: true } fault)
        {
            events.Add(Event("SpanEvent", work.Moment, Otel.Exception(work, fault)));
        }

        if (work.Kind != WorkKind.Probe)
        {
            events.Add(Event("Span", work.Moment, Otel.Span(work, work.Guid, work.Entry, $"{work.Fleet.AppName}.handle", "internal", work.Duration * InternalShare, failed: false)));
        }

        foreach (var call in work.Calls)
        {
            var name = call.Kind switch { CallKind.Http => "POST", CallKind.Grpc => call.Path, CallKind.Database => "SELECT orders", _ => $"{call.Path} publish" };
            var span = Otel.Span(work, call.Id, work.Entry, name, call.Kind == CallKind.Publish ? "producer" : "client", call.Duration, Otel.Failed(call));
            events.Add(Event("Span", work.Moment, Called(call, span)));
        }
    }

    protected abstract Shape Served(Work work, Shape span);

    protected abstract Shape Called(Call call, Shape span);
}
