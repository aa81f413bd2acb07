namespace NewRelic.Simulator.Worlds;

/// <summary>Who sends the lines of a log, and in whose words.</summary>
internal enum LogSender
{
    /// <summary>New Relic's agent in the process: logs in context.</summary>
    Agent,

    /// <summary>New Relic's Fluent Bit on the node: what the container writes, as JSON.</summary>
    FluentBit,

    /// <summary>OpenTelemetry's SDK, by OTLP.</summary>
    Otel,
}
