using GateService.Bench.Rules;
using GateService.Bench.Sections;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;

namespace GateService.Bench.Report;

/// <summary>A cell in which a rival fails no more healthy rollouts than ours and sees the bad ones better: more of them, or as many and sooner.</summary>
internal sealed record Better(string Rival, ErrorWorld World, Tally Ours, Tally Theirs)
{
    /// <summary>Differences below this many binomial standard errors are none.</summary>
    private const double Told = 2;

    private const double FewestBadMinutes = 3;

    /// <summary>How many more of a hundred it sees; 0 where the difference is chance.</summary>
    public double MorePoints => More(Theirs, Ours) ? 100 * (Theirs.Share - Ours.Share) : 0;

    /// <summary>How much sooner it sees the median rollout; null where ours does not see that one.</summary>
    public double? Sooner => Ours.Median - Theirs.Median;

    /// <summary>Why, told from what the cell is and what came out, most telling first.</summary>
    public string Why => World.Noise.DriftDeviation > 0 && !IsAtFloor
        ? "pods drift: what stable's pods show each other (ω) is not held against the canary, and this rule does not ask"
        : World.Regression == Regression.Intermittent
            ? "two minutes of three are good, and ours loses in them what it won"
        : IsAtFloor ? "ours is at its floor, two or three bad minutes after warm-up; this rule needs fewer"
        : Rival == Rivals.Rank ? "ranks take minutes for exchangeable; ours learns how they scatter, and pays for it"
        : "few errors: its number was set beforehand to lie between healthy and bad; ours learns what is normal beside the canary, and asks for odds of 500";

    /// <summary>Ours takes hardly longer than its fewest bad minutes allow.</summary>
    private bool IsAtFloor => Ours.Median <= FewestBadMinutes + 1 + (World.Schedule.IsYoung((int)World.Onset) ? World.Schedule.Clock.WarmUpBuckets : 1);

    public static IReadOnlyList<Better> All(Simulator simulator) =>
    [
        .. from noise in Cells.DetectionNoises
           from service in noise.Services
           from pods in Cells.Pods
           let healthy = Cells.World(service, pods, noise.Noise)
           from regression in Regression.All
           from rival in Rivals.Names
           let better = Of(simulator, rival, healthy, regression)
           where better is not null
           select better,
    ];

    private static Better? Of(Simulator simulator, string rival, ErrorWorld healthy, Regression regression)
    {
        var (calm, bad) = (Cells.Healthy(simulator, healthy), Cells.Bad(simulator, healthy, regression));
        var (ours, theirs) = (bad[Rules.Ours.Name], bad[rival]);
        var isSooner = theirs.Median is { } median && (ours.Median is not { } own || median < own);
        return !More(calm[rival], calm[Rules.Ours.Name]) && (More(theirs, ours) || (!More(ours, theirs) && isSooner))
            ? new Better(rival, healthy with { Regression = regression }, ours, theirs)
            : null;
    }

    private static bool More(Tally a, Tally b) =>
        a.Share - b.Share > Told * Math.Sqrt((a.StandardError * a.StandardError) + (b.StandardError * b.StandardError));
}
