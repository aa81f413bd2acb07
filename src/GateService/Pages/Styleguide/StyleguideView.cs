using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;
using GateService.Pages.Charts;
using GateService.Pages.Layout;
using GateService.Wire;

namespace GateService.Pages.Styleguide;

/// <summary>What the style guide shows.</summary>
/// <param name="At">The moment that its parts speak of.</param>
/// <param name="Chart">A chart of a canary that goes bad.</param>
/// <param name="Change">What was shipped.</param>
public sealed record StyleguideModel(DateTimeOffset At, DecidingChart Chart, Change Change);

/// <summary>One look: every part that pages are made of, with what it is for.</summary>
internal static class StyleguideView
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static void MapStyleguide(this IEndpointRouteBuilder pages) =>
        pages.MapGet("/styleguide", () => PageResult.Of<StyleguidePage>(new StyleguideModel(Begin, Chart(), Shipped))).WithMetadata(new WorksWithoutStore());

    private static Change Shipped { get; } = new()
    {
        Image = "shop/checkout:1.4.2",
        Commit = "3f2a9c1b04",
        Author = "Ada",
        PullRequest = "https://git.example.com/shop/checkout/pull/17",
        Runbook = "https://wiki.example.com/checkout",
    };

    private static DecidingChart Chart()
    {
        List<Bucket> slice(double exposure, Func<int, double> bad) => [.. Enumerable.Range(0, 12).Select(t => new Bucket(Begin.AddMinutes(t), exposure, bad(t)))];
        var finding = new ObjectiveResponse
        {
            Objective = "error-rate",
            Kind = ObjectiveKind.ErrorRate,
            Outcome = FindingOutcome.Tripped,
            Value = 0.04,
            Threshold = 0.02,
            Comparison = Comparison.AtMost,
            Unit = Unit.Share,
            Versus = Versus.Stable,
            Slice = Slice.Canary,
            Sample = 3600,
            StableSample = 68_400,
            Reason = "",
            Queries = [],
        };
        var evidence = new ObjectiveEvidence("error-rate", new SliceEvidence.NoData { Buckets = slice(300, t => t < 5 ? 1 : 12) }, new SliceEvidence.NoData { Buckets = slice(5700, _ => 12) }, []);
        return DecidingChart.Of(finding, evidence)!;
    }
}
