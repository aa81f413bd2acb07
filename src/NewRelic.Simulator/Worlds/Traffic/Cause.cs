namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>Why something failed, in no agent's words.</summary>
internal enum Cause
{
    /// <summary>The version's own exception.</summary>
    Bug,

    /// <summary>What fails now and then in every service.</summary>
    Hiccup,

    /// <summary>A dependency answered 5xx.</summary>
    DependencyAnswered,

    /// <summary>Nobody listened there.</summary>
    DependencyRefused,

    /// <summary>It took too long.</summary>
    DependencyTimedOut,

    /// <summary>The database, its pool or its driver.</summary>
    Database,

    /// <summary>The caller sent what cannot be.</summary>
    BadInput,

    /// <summary>The caller's 4xx: not found, not allowed, too often.</summary>
    Caller,

    /// <summary>An error of the business that the team marked as expected.</summary>
    Expected,

    /// <summary>The client left before the answer: 499.</summary>
    HungUp,

    /// <summary>A job or message beside the requests failed.</summary>
    Background,
}
