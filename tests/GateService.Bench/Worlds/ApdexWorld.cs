using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>Apdex of about 0.90: eight requests of ten are faster than T, hardly any slower than 4 T. A tolerating request counts half.</summary>
internal sealed record ApdexWorld : Latencies
{
    private const double Satisfied = 0.8;

    private static readonly double Threshold = Math.Exp(Normal.Quantile(Satisfied) * Deviation);

    protected override string Measure => "Apdex";

    /// <summary>Apdex where durations are scaled.</summary>
    public static double Score(double scale) => 1 - ((Slower(Threshold, scale) + Slower(4 * Threshold, scale)) / 2);

    public override IReadOnlyList<ObjectiveEvidence> Play(Dice dice) =>
    [
        Play(dice, (_, requests, scale) =>
        {
            var slow = dice.Binomial(requests, Slower(Threshold, scale));
            var frustrated = dice.Binomial(slow, Slower(4 * Threshold, scale) / Slower(Threshold, scale));
            return (frustrated + ((slow - frustrated) / 2), null);
        }),
    ];
}
