namespace NewRelic.Simulator.Worlds;

/// <summary>Whether virtual time passes when told to, or by itself.</summary>
internal enum WorldMode
{
    Manual,
    Realtime,
}
