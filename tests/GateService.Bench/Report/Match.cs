using GateService.Bench.Simulation;

namespace GateService.Bench.Report;

/// <summary>A cell of the reference beside ours.</summary>
internal sealed record Match(Reference Reference, Tally Ours)
{
    /// <summary>
    /// The difference in binomial standard errors of it, by the share of both together (half a rollout each way, so that none of many is not
    /// certainty), and by the rounding of the printed number.
    /// </summary>
    public double Errors => (Ours.Share - (Reference.Percent / 100)) / StandardError;

    public double StandardError
    {
        get
        {
            var failed = Ours.Failed + (Reference.Percent / 100 * Reference.Rollouts);
            var share = (failed + 0.5) / (Ours.Runs + Reference.Rollouts + 1);
            var rounding = Reference.Digit / 100;
            return Math.Sqrt((share * (1 - share) * ((1.0 / Ours.Runs) + (1.0 / Reference.Rollouts))) + (rounding * rounding / 12));
        }
    }

    public static IReadOnlyList<Match> All(Simulator simulator) =>
        [.. Reference.All.Select(reference => (reference, ours: simulator.Find(reference.World, reference.Rule))).Where(pair => pair.ours is not null).Select(pair => new Match(pair.reference, pair.ours!))];
}
