using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>A world as it was ordered. Together with the weights over time it determines every event.</summary>
internal sealed record WorldSpec
{
    public static readonly TimeSpan ColdFor = TimeSpan.FromSeconds(90);

    /// <summary>The last canary pod starts this long after the first.</summary>
    public static readonly TimeSpan PodsStartWithin = TimeSpan.FromSeconds(20);

    /// <summary>How long a dependency bears the canary's calls.</summary>
    public static readonly TimeSpan OverloadBuildsUp = TimeSpan.FromMinutes(2);

    /// <summary>How long before the start an outage began that was there first.</summary>
    public static readonly TimeSpan OutageBefore = TimeSpan.FromMinutes(8);

    public required WorldKind Kind { get; init; }

    public required int Seed { get; init; }

    public WorldDice Dice { get; init; } = WorldDice.Clock;

    public required string Service { get; init; }

    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    public required string CanaryHash { get; init; }

    public required string StableHash { get; init; }

    public string? Team { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required int StablePods { get; init; }

    public required int CanaryPods { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary>How long before <see cref="Start"/> the stable version has served alone.</summary>
    public TimeSpan History { get; init; }

    public required WorldMode Mode { get; init; }

    /// <summary>Virtual seconds per real second, realtime only.</summary>
    public required double Speed { get; init; }

    public required int AccountId { get; init; }

    /// <summary>In whose words the service is told; null: in none that exist, as before there were dialects.</summary>
    public Dialect? Dialect { get; init; }

    public Protocol Protocol { get; init; }

    public WorldTraits Traits { get; init; } = WorldTraits.None;

    /// <summary>Null: nothing is capped, nothing late, and a tenth of the traces kept.</summary>
    public WorldLimits? Limits { get; init; }

    /// <summary>Null: it writes no log.</summary>
    public WorldLogs? Logs { get; init; }

    /// <summary>Its database.</summary>
    public string Database => $"postgres.{Namespace}.svc.cluster.local";

    /// <summary>The host this service calls that may fail.</summary>
    public string Dependency => $"payments-api.{Namespace}.svc.cluster.local";

    /// <summary>The time that a second's throws and the day's tide hang on.</summary>
    public DateTimeOffset Played(DateTimeOffset second) => Dice switch
    {
        WorldDice.Clock => second,
        WorldDice.Start => DateTimeOffset.UnixEpoch + (second - Start),
    };

    public DateTimeOffset UpstreamFailsFrom => Start.AddMinutes(3);

    /// <summary>The degraded upstream recovers.</summary>
    public DateTimeOffset UpstreamFailsUntil => Start.AddMinutes(23);
}
