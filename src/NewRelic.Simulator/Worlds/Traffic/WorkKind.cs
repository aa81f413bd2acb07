namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>For whom a process worked.</summary>
internal enum WorkKind
{
    /// <summary>A request of a user, or a message of a queue consumer: what a gate judges.</summary>
    User,

    /// <summary>The kubelet asks whether the pod lives.</summary>
    Probe,

    /// <summary>Messages and jobs beside the requests, in the same process.</summary>
    Background,
}
