namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>One outgoing call of some work.</summary>
/// <param name="Kind">Over what.</param>
/// <param name="Host">The dependency's address.</param>
/// <param name="Port">Its port.</param>
/// <param name="Path">Path or gRPC method.</param>
/// <param name="Duration">Seconds.</param>
/// <param name="Status">HTTP status or gRPC code it answered; null: it did not answer, or answers none.</param>
/// <param name="Fault">How it failed; null: it did not.</param>
/// <param name="Id">Of its span.</param>
internal sealed record Call(CallKind Kind, string Host, int Port, string Path, double Duration, int? Status, Fault? Fault, string Id)
{
    /// <summary>It never came to an answer: refused or timed out.</summary>
    public bool Unanswered => Fault is { Cause: Cause.DependencyRefused or Cause.DependencyTimedOut };
}

/// <summary>What a call goes over.</summary>
internal enum CallKind
{
    Http,
    Grpc,
    Database,
    Publish,
}
