namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>What a process did once: a request, a probe, a message or a job. Facts only; a dialect says them in its own words.</summary>
internal sealed record Work
{
    public required Fleet Fleet { get; init; }

    public required Pod Pod { get; init; }

    /// <summary>When it began, milliseconds.</summary>
    public required long Moment { get; init; }

    public required WorkKind Kind { get; init; }

    public required Protocol Protocol { get; init; }

    public required Route Route { get; init; }

    public required string UserAgent { get; init; }

    /// <summary>Seconds.</summary>
    public required double Duration { get; init; }

    /// <summary>HTTP status, or gRPC code; of a message 0.</summary>
    public required int Status { get; init; }

    /// <summary>Null: nothing failed.</summary>
    public required Fault? Fault { get; init; }

    public required IReadOnlyList<Call> Calls { get; init; }

    public required string Trace { get; init; }

    /// <summary>Of the transaction.</summary>
    public required string Guid { get; init; }

    /// <summary>Of the entry span.</summary>
    public required string Entry { get; init; }

    /// <summary>Whether its trace is kept.</summary>
    public required bool Sampled { get; init; }

    /// <summary>By which a full reservoir keeps one event and drops another; nothing prefers errors.</summary>
    public required double Priority { get; init; }

    /// <summary>False: the ingress answered, and no pod ever saw it.</summary>
    public bool Served { get; init; } = true;

    public string Cluster => Fleet.ClusterName;

    public bool IsCanary => Fleet.IsCanary(Pod);

    public IEnumerable<Call> Externals => Calls.Where(call => call.Kind is CallKind.Http or CallKind.Grpc);

    public IEnumerable<Call> Databases => Calls.Where(call => call.Kind == CallKind.Database);
}
