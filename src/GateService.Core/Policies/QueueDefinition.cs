namespace GateService.Core.Policies;

/// <summary>Which queue, and how New Relic knows it.</summary>
/// <param name="System">Kafka: lag in messages from KafkaOffsetSample. SQS: age of the oldest message in seconds.</param>
/// <param name="Name">Kafka: the consumer group. SQS: the queue name.</param>
/// <param name="Topic">Kafka only; null takes all topics of the group.</param>
public sealed record QueueDefinition(QueueSystem System, string Name, string? Topic = null);
