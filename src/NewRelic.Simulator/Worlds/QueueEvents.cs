using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>The queue the service works off, as Kafka's and SQS's integrations report it, every 30 seconds.</summary>
internal static class QueueEvents
{
    private const int Partitions = 4;
    private const double LagPerPartitionAndSecond = 5;

    /// <param name="events">Where to.</param>
    /// <param name="spec">The world; the consumer group and the SQS queue are called like the service.</param>
    /// <param name="behind">How long the consumers have been too slow; zero: they keep up.</param>
    /// <param name="moment">Virtual moment, milliseconds.</param>
    /// <param name="dice">Luck of this second.</param>
    public static void Write(List<SimulatedEvent> events, WorldSpec spec, TimeSpan behind, long moment, Dice dice)
    {
        for (var partition = 0; partition < Partitions; partition++)
        {
            var lag = dice.Poisson(20) + (long)(behind.TotalSeconds * LagPerPartitionAndSecond);
            var written = moment / 100;
            events.Add(new SimulatedEvent("KafkaOffsetSample", moment, new AttributeList(
            [
                new("clusterName", "kafka-1"), new("consumerGroup", spec.Service), new("topic", $"{spec.Service}.commands"), new("partition", (long)partition),
                new("clientID", $"{spec.Service}-{partition}"), new("consumer.lag", lag), new("consumer.offset", written - lag), new("consumer.hwm", written),
            ])));
        }

        events.Add(new SimulatedEvent("QueueSample", moment, new AttributeList(
        [
            new("provider", "SqsQueue"), new("provider.queueName", spec.Service),
            new("provider.approximateAgeOfOldestMessage.Average", 1 + dice.Uniform() + (behind.TotalSeconds * 0.8)),
            new("provider.numberOfMessagesReceived.Sum", (double)dice.Poisson(300)), new("provider.numberOfMessagesSent.Sum", (double)dice.Poisson(300)),
        ])));
    }
}
