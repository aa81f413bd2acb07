namespace NewRelic.Simulator.Ingest;

/// <summary>What a route takes as an event.</summary>
/// <param name="Received">Timestamp of events without one, milliseconds since the Unix epoch.</param>
/// <param name="BooleansAsText">The Event API knows strings and numbers only: a boolean becomes <c>"true"</c> or <c>"false"</c>.</param>
/// <param name="Tolerance">A timestamp further from receipt than this is replaced by receipt; null: any moment is taken.</param>
internal sealed record EventRules(long Received, bool BooleansAsText, TimeSpan? Tolerance)
{
    /// <summary>New Relic's limits.</summary>
    public const int MostAttributes = 255;
    public const int LongestName = 255;
    public const int LongestValue = 4096;

    private const long SecondsEndHere = 100_000_000_000;

    public static EventRules Seeding(TimeProvider time) => new(time.GetUtcNow().ToUnixTimeMilliseconds(), false, null);

    public static EventRules EventApi(TimeProvider time) => new(time.GetUtcNow().ToUnixTimeMilliseconds(), true, TimeSpan.FromHours(24));

    /// <summary>Seconds or milliseconds, told apart by magnitude.</summary>
    public long Timestamp(double value)
    {
        var milliseconds = (long)(Math.Abs(value) < SecondsEndHere ? value * 1000 : value);
        return Tolerance is { } tolerance && Math.Abs(milliseconds - Received) > tolerance.TotalMilliseconds ? Received : milliseconds;
    }
}
