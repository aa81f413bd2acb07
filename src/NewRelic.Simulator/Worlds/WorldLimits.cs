using System.Text.Json.Serialization;
using NewRelic.Simulator.Worlds.Dialects;

namespace NewRelic.Simulator.Worlds;

/// <summary>Caps, sampling and lateness on the way to New Relic. What is absent is the agent's own; <c>{}</c> is an agent as it is shipped.</summary>
internal sealed record WorldLimits
{
    /// <summary>Transaction events of a process and minute.</summary>
    public int? TransactionsPerMinute { get; init; }

    /// <summary>TransactionError events of a process and minute.</summary>
    public int? ErrorsPerMinute { get; init; }

    /// <summary>Span events of a process and minute.</summary>
    public int? SpansPerMinute { get; init; }

    /// <summary>Which traces are kept; absent: adaptive for agents, all for OpenTelemetry.</summary>
    public TraceSampling? Traces { get; init; }

    /// <summary>Target of adaptive sampling, per process. Default 10.</summary>
    public int TracesPerMinute { get; init; } = 10;

    /// <summary>Default 1; gunicorn and puma run several, each with caps of its own.</summary>
    public int ProcessesPerPod { get; init; } = 1;

    /// <summary>How late what agents send can be queried, such as <c>2m</c>.</summary>
    public string? Late { get; init; }

    [JsonIgnore]
    public TimeSpan Lateness => Late is null ? TimeSpan.Zero : new WorldAdvance { Duration = Late }.Length ?? TimeSpan.Zero;

    public AgentLimits Of(Dialect dialect) => new(
        TransactionsPerMinute ?? dialect.Limits.Transactions, ErrorsPerMinute ?? dialect.Limits.Errors, SpansPerMinute ?? dialect.Limits.Spans);

    public IEnumerable<string> Complaints()
    {
        foreach (var (name, value, least, most) in new[]
        {
            ("transactionsPerMinute", TransactionsPerMinute, 12, 1_000_000), ("errorsPerMinute", ErrorsPerMinute, 12, 1_000_000), ("spansPerMinute", SpansPerMinute, 12, 1_000_000),
            ("tracesPerMinute", TracesPerMinute, 1, 100_000), ("processesPerPod", ProcessesPerPod, 1, 64),
        })
        {
            if (value < least || value > most)
            {
                yield return $"limits.{name} is {value}, expected {least} to {most}";
            }
        }

        if (Late is not null && new WorldAdvance { Duration = Late }.Length is null)
        {
            yield return $"limits.late is '{Late}', expected 1s to 24h such as 90s or 2m";
        }
    }
}
