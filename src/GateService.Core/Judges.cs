using GateService.Core.Judging;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Policies;

namespace GateService.Core;

/// <summary>The judges there are.</summary>
public static class Judges
{
    /// <summary>In the order of docs/judging.md; the first decides where a policy names none.</summary>
    public static IReadOnlyList<IJudge> Shipped { get; } = [new SequentialJudge(), new ThresholdJudge()];

    /// <summary>What policies may choose from.</summary>
    public static IReadOnlyList<JudgeChoice> ChoicesOf(IEnumerable<IJudge> judges) => [.. judges.Select(judge => judge.Choice)];
}
