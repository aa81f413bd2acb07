namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>How the judged service is spoken to.</summary>
internal enum Protocol
{
    Http,
    Grpc,

    /// <summary>It works off messages: its requests of users are messages.</summary>
    Queue,
}
