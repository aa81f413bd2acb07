using GateService.Bench.Rules.Textbook;
using GateService.Bench.Worlds;

namespace GateService.Bench.Rules;

/// <summary>Ours beside what people use today, for one world of errors. Three of the rivals are told the healthy share; ours is not.</summary>
internal static class Rivals
{
    public const string Static0 = "5 %, fl 0";
    public const string Static3 = "5 %, fl 3";
    public const string ThreeTimes = "3x base, fl 3";
    public const string Rank = "rank test";
    public const string Threshold = "threshold judge";

    public const string Textbook = "SPRT";

    public static IReadOnlyList<string> Names { get; } = [Static0, Static3, ThreeTimes, Rank, Threshold, Textbook];

    public static IReadOnlyList<Rule> Of(ErrorWorld world) =>
    [
        Ours.Floor(world),
        StaticThreshold.Of(Static0, 0.05, failureLimit: 0),
        StaticThreshold.Of(Static3, 0.05, failureLimit: 3),
        StaticThreshold.Of(ThreeTimes, 3 * world.Base, failureLimit: 3),
        RankTest.Rule,
        PlainThreshold.Of(Threshold, 2 * world.Base),
        SequentialRatio.Of(Textbook, world.Base),
    ];
}
