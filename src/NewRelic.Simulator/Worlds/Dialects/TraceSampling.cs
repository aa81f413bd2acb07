namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>Which traces reach New Relic.</summary>
internal enum TraceSampling
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>One of ten by chance.</summary>
    Tenth,

    /// <summary>Some ten a minute and process, as agents sample by themselves.</summary>
    Adaptive,

    /// <summary>Those that failed or were slow, and one of ten of the others, as a collector or Infinite Tracing decides after the fact.</summary>
    Tail,
}
