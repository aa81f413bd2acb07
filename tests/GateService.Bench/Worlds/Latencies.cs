using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>Requests that take long or do not: lognormal durations, median 1, sd of the log 0.8; what happens to them scales them.</summary>
internal abstract record Latencies : World
{
    protected const double Deviation = 0.8;

    public required double RequestsPerSecond { get; init; }

    public int Pods { get; init; } = 10;

    /// <summary>Standard deviation of the log of a pod's scale from minute to minute.</summary>
    public double Jitter { get; init; }

    /// <summary>The canary's durations over stable's, <c>x1.5</c>; its <c>Share</c> scales 1.</summary>
    public Regression Regression { get; init; } = Regression.None;

    /// <summary>Its <c>Share</c> scales durations, its <c>Young</c> those of young canaries.</summary>
    public Trouble Trouble { get; init; } = Trouble.None;

    public override double Onset => Regression.Onset;

    public override string Name => Join(
        Measure, FormattableString.Invariant($"{RequestsPerSecond:0} rps"), Jitter > 0 ? FormattableString.Invariant($"pods jitter {100 * Jitter:0} %") : "", Trouble.Name, Regression.Name);

    protected abstract string Measure { get; }

    /// <summary>Share of durations above a boundary where durations are scaled.</summary>
    protected static double Slower(double boundary, double scale) => Normal.Above(Math.Log(boundary / scale) / Deviation);

    protected ObjectiveEvidence Play(Dice dice, Func<bool, double, double, (double Bad, double? Compared)> count) =>
        new Fleet(RequestsPerSecond, Pods, Schedule, Trouble).Play(dice, Measure, pod =>
        {
            var (bad, compared) = (new double[pod.Requests.Length], new double?[pod.Requests.Length]);
            for (var i = 0; i < bad.Length; i++)
            {
                (bad[i], compared[i]) = count(pod.Stable is null, pod.Requests[i], Scale(pod, pod.From + i) * Math.Exp(Jitter > 0 ? Jitter * dice.Normal() : 0));
            }

            return new Counts(bad, compared[0] is null ? null : [.. compared.Select(slow => slow!.Value)]);
        });

    private double Scale(Pod pod, int bucket)
    {
        var scale = Trouble.Share(1, Schedule.Minute(bucket));
        return pod.Stable is not null ? scale : Regression.Share(scale * (Schedule.IsYoung(bucket) ? Trouble.Young : 1), Schedule.Minute(bucket));
    }
}
