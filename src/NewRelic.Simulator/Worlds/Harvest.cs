using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>
/// Agents send every five seconds and keep, of each kind of event and process, a twelfth of the minute's cap: those of the highest priority, which is chance.
/// What is sent arrives late, or at once.
/// </summary>
internal sealed class Harvest(AgentLimits limits, TimeSpan late)
{
    private const int CycleSeconds = 5;
    private const int CyclesPerMinute = 60 / CycleSeconds;

    private readonly Dictionary<(Pod Pod, int Process, string Type), PriorityQueue<SimulatedEvent, double>> _reservoirs = [];
    private readonly List<SimulatedEvent> _ready = [];
    private readonly Queue<(DateTimeOffset At, List<SimulatedEvent> Events)> _underway = [];

    public void Take(Pod pod, int process, SimulatedEvent told, double priority)
    {
        if (Cap(told.EventType) is not { } cap)
        {
            _ready.Add(told);
            return;
        }

        if (!_reservoirs.TryGetValue((pod, process, told.EventType), out var reservoir))
        {
            _reservoirs[(pod, process, told.EventType)] = reservoir = new PriorityQueue<SimulatedEvent, double>();
        }

        if (reservoir.Count < cap)
        {
            reservoir.Enqueue(told, priority);
        }
        else
        {
            reservoir.EnqueueDequeue(told, priority);
        }
    }

    /// <summary>Puts what arrives in this second among the events.</summary>
    public void Arrive(List<SimulatedEvent> events, DateTimeOffset second)
    {
        if (second.ToUnixTimeSeconds() % CycleSeconds == CycleSeconds - 1)
        {
            _ready.AddRange(_reservoirs.Values.SelectMany(reservoir => reservoir.UnorderedItems.Select(kept => kept.Element)).OrderBy(kept => kept.Timestamp));
            _reservoirs.Clear();
        }

        if (_ready.Count > 0)
        {
            _underway.Enqueue((second + late, [.. _ready]));
            _ready.Clear();
        }

        while (_underway.TryPeek(out var next) && next.At <= second)
        {
            events.AddRange(_underway.Dequeue().Events);
        }
    }

    private int? Cap(string type) => type switch
    {
        "Transaction" => limits.Transactions / CyclesPerMinute,
        "TransactionError" => limits.Errors / CyclesPerMinute,
        "Span" => limits.Spans / CyclesPerMinute,
        _ => null,
    };
}
