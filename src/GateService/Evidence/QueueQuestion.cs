using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Lag of a queue: for Kafka the sum over partitions of the consumer group's last known lag, for SQS the age of the oldest message,
/// polled or streamed, whichever New Relic has. The value is that of the last bucket that reported.
/// </summary>
internal sealed class QueueQuestion : Question
{
    /// <summary>What <c>LIMIT MAX</c> once was; it is more today.</summary>
    private const int MostPartitions = 2_000;

    private readonly EvidencePlan _plan;
    private readonly QueueLagObjective _objective;
    private readonly IReadOnlyList<SeriesQuery> _series;

    public QueueQuestion(EvidencePlan plan, QueueLagObjective objective)
    {
        _plan = plan;
        _objective = objective;
        _series = objective.Queue.System == QueueSystem.Kafka
            ? [new SeriesQuery($"queue:{objective.Name}", plan.Span, Kafka(plan, objective.Queue), mostFacets: MostPartitions)]
            : [new SeriesQuery($"queue:{objective.Name}-polled", plan.Span, Polled(plan, objective.Queue)), new SeriesQuery($"queue:{objective.Name}-streamed", plan.Span, Streamed(plan, objective.Queue))];
    }

    public override IReadOnlyList<Objective> Objectives => [_objective];

    public override IReadOnlyList<NrqlQuery> Queries => [.. _series.SelectMany(series => series.Queries)];

    public override IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch)
    {
        if (Failure(batch) is { } cause)
        {
            return [Evidence(_objective, new SliceEvidence.Unavailable(cause))];
        }

        var buckets = _series.Select(series => Lay(series.Rows(batch))).FirstOrDefault(found => found.Any(bucket => bucket.Exposure > 0)) ?? [];
        var window = buckets.Where(bucket => bucket.Begin >= _plan.Window.Begin && bucket.Mean is not null).ToList();
        return [Evidence(_objective, window is [.., { Mean: { } last }]
            ? new SliceEvidence.Measured(last, window.Count, null, buckets)
            : new SliceEvidence.NoData { Buckets = buckets })];
    }

    private static Nrql Kafka(EvidencePlan plan, QueueDefinition queue)
    {
        var where = Nrql.And(
        [
            Nrql.Create($"consumerGroup = {FillIn(queue.Name, plan)}"),
            queue.Topic is { } topic ? Nrql.Create($"topic = {FillIn(topic, plan)}") : Nrql.Empty,
        ]);
        return Nrql.Create($"SELECT latest(consumer.lag) AS lag FROM KafkaOffsetSample WHERE {where} FACET topic, partition LIMIT MAX");
    }

    private static Nrql Polled(EvidencePlan plan, QueueDefinition queue) => Nrql.Create(
        $"SELECT max(provider.approximateAgeOfOldestMessage.Average) AS lag FROM QueueSample WHERE provider = {"SqsQueue"} AND provider.queueName = {FillIn(queue.Name, plan)}");

    private static Nrql Streamed(EvidencePlan plan, QueueDefinition queue) => Nrql.Create(
        $"SELECT max(aws.sqs.ApproximateAgeOfOldestMessage) AS lag FROM Metric WHERE aws.sqs.QueueName = {FillIn(queue.Name, plan)}");

    /// <summary>The request's names in a queue name of the policy; the result is a literal like any other.</summary>
    private static string FillIn(string name, EvidencePlan plan) => name
        .Replace("{service}", plan.Service, StringComparison.Ordinal)
        .Replace("{rollout}", plan.Rollout, StringComparison.Ordinal)
        .Replace("{namespace}", plan.Namespace ?? "", StringComparison.Ordinal)
        .Replace("{cluster}", plan.Cluster ?? "", StringComparison.Ordinal);

    private IReadOnlyList<Bucket> Lay(IReadOnlyList<NrqlRow> rows)
    {
        var byBegin = rows.Where(row => row.Number("lag") is not null && row.BeginTime is not null).ToLookup(row => row.BeginTime!.Value);
        return BucketRows.Lay(_plan.Span, byBegin.Select(bucket => bucket.First()), (begin, first) => new Bucket(begin, 1, null, byBegin[first.BeginTime!.Value].Sum(row => row.Number("lag") ?? 0)));
    }
}
