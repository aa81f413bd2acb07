using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>
/// What all of New Relic's agents have in common: a Transaction for every work, a TransactionError where the agent notices an error, spans of kept traces, timeslices.
/// Each agent fills the same shapes. What is where, and what is missing, follows the agents' public source; the sample events of the tests hold it to that.
/// </summary>
internal abstract class ApmDialect : Dialect
{
    public override bool TellsMinutes => true;

    public sealed override void Tell(List<SimulatedEvent> events, Work work)
    {
        var noticed = Notices(work);
        events.Add(Event("Transaction", work.Moment, Truth(Transaction(work, Apm.Transaction(work, TransactionName(work))), work)));
        if (noticed is { } error)
        {
            events.Add(Event("TransactionError", work.Moment, Error(work, Apm.Error(work, TransactionName(work), error), error)));
        }

        if (!work.Sampled)
        {
            return;
        }

        events.Add(Event("Span", work.Moment, Entry(work, Apm.Span(work, work.Entry, EntryName(work), work.Duration, "generic").Set("nr.entryPoint", true), noticed)));
        foreach (var call in work.Calls)
        {
            events.Add(Event("Span", work.Moment, call.Kind switch
            {
                CallKind.Http => External(work, call),
                CallKind.Grpc => Rpc(work, call),
                CallKind.Database => Datastore(work, call),
                _ => Publish(work, call),
            }));
        }
    }

    public sealed override void TellMinute(List<SimulatedEvent> events, PodMinute minute) => Timeslices.Tell(events, minute, work => Notices(work) is not null);

    /// <summary>The error the agent takes notice of, if any; <c>error</c> on Transaction follows it.</summary>
    protected abstract (string Class, string Message)? Notices(Work work);

    /// <summary>The transaction's name; what it begins with decides between Web and Other.</summary>
    protected abstract string TransactionName(Work work);

    protected virtual string EntryName(Work work) => TransactionName(work);

    protected abstract Shape Transaction(Work work, Shape shape);

    protected abstract Shape Error(Work work, Shape shape, (string Class, string Message) error);

    protected abstract Shape Entry(Work work, Shape shape, (string Class, string Message)? error);

    protected abstract Shape External(Work work, Call call);

    protected abstract Shape Rpc(Work work, Call call);

    protected abstract Shape Datastore(Work work, Call call);

    protected abstract Shape Publish(Work work, Call call);

    protected static Shape Call(Work work, Call call, string name, string category) => Apm.Span(work, call.Id, name, call.Duration, category).Set("parentId", work.Entry);

    protected static bool IsWeb(Work work) => work.Protocol != Protocol.Queue;

    /// <summary>An exception reached the agent.</summary>
    protected static (string Class, string Message)? Thrown(Work work) => work.Fault is { Thrown: true } fault ? (fault.Class, fault.Message) : null;
}
