using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>The lag of a queue, a reading a minute that remembers the last one; there are no slices.</summary>
internal sealed record QueueWorld : World
{
    public const double Limit = 1000;

    /// <summary>How much of itself it remembers from minute to minute, 0 to below 1.</summary>
    public required double Memory { get; init; }

    /// <summary>Share of minutes over the limit.</summary>
    public required double Over { get; init; }

    public override string Name => FormattableString.Invariant($"AR {Memory:0.0}, P(minute over limit) = {Over:0.000}");

    public override IReadOnlyList<ObjectiveEvidence> Play(Dice dice)
    {
        var (reading, readings) = (dice.Normal(), new List<Bucket>());
        for (var t = 0; t < Schedule.Buckets; t++)
        {
            readings.Add(new Bucket(Schedule.At(t), 1, null, Limit + (100 * (reading - Normal.Quantile(1 - Over)))));
            reading = (Memory * reading) + (Math.Sqrt(1 - (Memory * Memory)) * dice.Normal());
        }

        return [new ObjectiveEvidence("queue", new SliceEvidence.Measured(readings[^1].Mean!.Value, readings.Count, null, readings), new SliceEvidence.NoData(), [])];
    }
}
