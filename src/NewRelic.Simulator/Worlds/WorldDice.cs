namespace NewRelic.Simulator.Worlds;

/// <summary>What the throws of a second, and the day's tide, hang on beside the seed.</summary>
internal enum WorldDice
{
    /// <summary>Its time: two worlds of one seed that share seconds share what happens in them.</summary>
    Clock,

    /// <summary>The seconds since the world's start: a seed plays the same at whatever hour.</summary>
    Start,
}
