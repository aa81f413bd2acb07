using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>Requests that fail or do not.</summary>
internal sealed record ErrorWorld : World
{
    public required double RequestsPerSecond { get; init; }

    /// <summary>Healthy share of errors.</summary>
    public required double Base { get; init; }

    public required int Pods { get; init; }

    public Noise Noise { get; init; } = Noise.Iid;

    public Regression Regression { get; init; } = Regression.None;

    public Trouble Trouble { get; init; } = Trouble.None;

    public override double Onset => Math.Max(Regression.Onset, Trouble.Onset);

    public override string Name => Join(
        $"{Pods} stable pod{(Pods == 1 ? "" : "s")}", Service, Noise.Name, Trouble.Name, Regression.Name, Schedule == Schedule.Minutes ? "" : Schedule.Name);

    /// <summary>Traffic and health of the service, whatever happens to it.</summary>
    public string Service => FormattableString.Invariant($"{RequestsPerSecond:0} rps, {100 * Base:0.0##} %");

    public override IReadOnlyList<ObjectiveEvidence> Play(Dice dice) =>
    [
        new Fleet(RequestsPerSecond, Pods, Schedule, Trouble).Play(dice, "errors", pod =>
        {
            var shares = new double[pod.Requests.Length];
            for (var i = 0; i < shares.Length; i++)
            {
                shares[i] = Math.Min(1, Share(pod, pod.From + i));
            }

            var bad = Noise.Play(dice, pod.Requests, shares, Schedule.Bucket.TotalMinutes);
            if (pod.Stable is null)
            {
                Hammer(dice, pod.Requests, bad);
            }

            return new Counts(bad, null);
        }),
    ];

    private void Hammer(Dice dice, double[] requests, double[] bad)
    {
        var (bucketsPerMinute, comes) = (Math.Max(1, (int)Math.Round(1 / Schedule.Bucket.TotalMinutes)), false);
        for (var t = 0; Trouble.Hammering > 0 && t < requests.Length; t++)
        {
            comes = t % bucketsPerMinute == 0 ? dice.Happens(0.01) : comes;
            var hammered = comes ? Math.Round(Trouble.Hammering * requests[t]) : 0;
            (requests[t], bad[t]) = (requests[t] + hammered, bad[t] + hammered);
        }
    }

    private double Share(Pod pod, int bucket)
    {
        var minute = Schedule.Minute(bucket);
        var share = Trouble.Share(Base, minute);
        return pod.Stable is { } number
            ? number < Math.Round(0.3 * Pods) ? share * Trouble.Zone : share
            : Regression.Share(share * Trouble.Zone * (Schedule.IsYoung(bucket) ? Trouble.Young : 1), minute);
    }
}
