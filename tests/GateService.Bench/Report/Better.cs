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

    /// <summary>Both see nearly all of them, theirs sooner.</summary>
    public bool IsSoonerOnly => !More(Theirs, Ours);

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
