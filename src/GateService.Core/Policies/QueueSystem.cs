namespace GateService.Core.Policies;

public enum QueueSystem
{
    Kafka,
    Sqs,
}
