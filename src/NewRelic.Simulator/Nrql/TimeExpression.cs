namespace NewRelic.Simulator.Nrql;

/// <summary>A moment as written after SINCE or UNTIL.</summary>
/// <param name="Text">As echoed by New Relic, upper case.</param>
/// <param name="Resolve">To milliseconds since the epoch, from now and the query's time zone.</param>
internal sealed record TimeExpression(string Text, Func<DateTimeOffset, TimeZoneInfo, DateTimeOffset> Resolve);
