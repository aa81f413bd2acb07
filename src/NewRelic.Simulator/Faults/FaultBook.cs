using NewRelic.Simulator.Requests;

namespace NewRelic.Simulator.Faults;

/// <summary>The faults in force. The first that concerns a query or POST strikes; its remaining times count down.</summary>
internal sealed class FaultBook
{
    private readonly Lock _lock = new();
    private List<Fault> _faults = [];

    /// <summary>Faults in force, with the times that remain.</summary>
    public IReadOnlyList<Fault> All()
    {
        lock (_lock)
        {
            return [.. _faults];
        }
    }

    public void Replace(IEnumerable<Fault> faults)
    {
        lock (_lock)
        {
            _faults = [.. faults];
        }
    }

    public Fault? TakeForPost(string text) => Take(fault => fault.ConcernsWholePost && fault.Concerns(text));

    public Fault? TakeDeprecation(string text) => Take(fault => fault.Kind == FaultKind.Deprecation && fault.Concerns(text));

    /// <summary>Milliseconds this query takes longer.</summary>
    public int TakeLatency(AskedQuery asked) => Take(fault => fault.Kind == FaultKind.Latency && fault.Concerns(asked.Nrql, asked.Alias))?.Milliseconds ?? 0;

    /// <summary>The fault whose error this query ends in, or null.</summary>
    public Fault? TakeFailure(AskedQuery asked) => Take(fault => fault.Kind is FaultKind.ErrorClass or FaultKind.PartialData && fault.Concerns(asked.Nrql, asked.Alias));

    private Fault? Take(Predicate<Fault> concerns)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(concerns);
            if (index < 0)
            {
                return null;
            }

            var fault = _faults[index];
            if (fault.Times == 1)
            {
                _faults.RemoveAt(index);
            }
            else if (fault.Times is { } times)
            {
                _faults[index] = fault with { Times = times - 1 };
            }

            return fault;
        }
    }
}
