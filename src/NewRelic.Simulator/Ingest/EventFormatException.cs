namespace NewRelic.Simulator.Ingest;

/// <summary>Events that cannot be taken; the message names the line, the attribute, the value and what was expected.</summary>
public sealed class EventFormatException(string message) : Exception(message);
