using Microsoft.Extensions.Options;
using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Requests;

/// <summary>The last requests, and how many there were: lets a test count what a client really asked.</summary>
internal sealed class RequestLog(IOptions<SimulatorOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Queue<RequestRecord> _records = new();
    private long _total;

    public void Add(RequestRecord record)
    {
        lock (_lock)
        {
            _total++;
            _records.Enqueue(record);
            while (_records.Count > options.Value.RememberedRequests)
            {
                _records.Dequeue();
            }
        }
    }

    /// <summary>The last requests, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Recent(int count)
    {
        lock (_lock)
        {
            return [.. _records.TakeLast(count)];
        }
    }

    public (long Total, IReadOnlyList<RequestRecord> Requests) All()
    {
        lock (_lock)
        {
            return (_total, [.. _records]);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _total = 0;
            _records.Clear();
        }
    }
}
