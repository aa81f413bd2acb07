using GateService.Bench.Simulation;

namespace GateService.Bench.Sections;

/// <summary>One table of the document, or a few that belong together.</summary>
/// <param name="Name">What it is asked for by on the command line.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Body">Markdown below the heading.</param>
internal sealed record Section(string Name, string Title, Func<Simulator, string> Body)
{
    public static IReadOnlyList<Section> All { get; } =
    [
        HealthySection.Section,
        SlowSection.Section,
        CommonSection.Section,
        DetectionSection.Section,
        PromiseSection.Section,
        EmergencySection.Section,
        BucketSection.Section,
        StepEndSection.Section,
        LatencySection.Section,
        GaugeSection.Section,
        FamilySection.Section,
        BlameSection.Section,
        AblationSection.Section,
        KindSection.Section,
        MinutesSection.Section,
        SeedsSection.Section,
        RealSection.Section,
        PlannerSection.Section,
        BetterSection.Section,
    ];
}
