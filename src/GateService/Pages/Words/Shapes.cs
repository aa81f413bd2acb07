using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Pages.Words;

/// <summary>The signs and colours of pages, by the names that Frame.razor and the style sheet give them.</summary>
internal static class Shapes
{
    public const string Running = "running";

    public static string Pass { get; } = EnumNames.Of(Verdict.Pass);

    public static string Fail { get; } = EnumNames.Of(Verdict.Fail);

    public static string Inconclusive { get; } = EnumNames.Of(Verdict.Inconclusive);

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => Pass,
        Verdict.Fail => Fail,
        Verdict.Inconclusive => Inconclusive,
    };

    public static string Of(FindingOutcome outcome) => outcome switch
    {
        FindingOutcome.Met => Pass,
        FindingOutcome.Tripped => Fail,
        FindingOutcome.Undecided => Inconclusive,
    };

    public static string Of(RolloutStand stand) => stand switch
    {
        RolloutStand.Failed => Fail,
        RolloutStand.Held => Inconclusive,
        RolloutStand.RollingOut => Running,
        RolloutStand.Completed => Pass,
    };
}
