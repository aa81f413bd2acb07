namespace NewRelic.Simulator.Faults;

/// <summary>What can go wrong. The first three concern one NRQL query, deprecation rides along, the others answer the whole POST.</summary>
internal enum FaultKind
{
    Latency,
    ErrorClass,
    PartialData,
    Deprecation,
    Unauthorized,
    PaymentRequired,
    TooManyRequests,
    ServerError,
    Malformed,
    Truncated,
    Empty,
    Html,
    DropConnection,
    Hang,
}
