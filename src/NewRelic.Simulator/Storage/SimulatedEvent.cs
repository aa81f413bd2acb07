namespace NewRelic.Simulator.Storage;

/// <summary>
/// One event as it was ingested: its type, its moment and its attributes.
/// Attribute values are <see cref="string"/>, <see cref="double"/>, <see cref="long"/>, <see cref="bool"/> or <see cref="Distribution"/>; an absent attribute is absent, never null.
/// </summary>
/// <param name="EventType">Event type, case-sensitive, such as <c>Transaction</c>.</param>
/// <param name="Timestamp">Milliseconds since the Unix epoch.</param>
/// <param name="Attributes">Attributes by case-sensitive name, without <c>timestamp</c> and <c>eventType</c>.</param>
public sealed record SimulatedEvent(string EventType, long Timestamp, IReadOnlyDictionary<string, object> Attributes);
