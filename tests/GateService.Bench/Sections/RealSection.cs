using System.Text.RegularExpressions;
using GateService.Bench.Report;

namespace GateService.Bench.Sections;

/// <summary>Real faults of real systems, by the answers that the tests wrote down.</summary>
internal static partial class RealSection
{
    public static Section Section { get; } = new("real", "Real faults of real systems", _ =>
        $"""
        Not simulated: OpenTelemetry traces of OnlineBoutique and TrainTicket with faults injected into running pods (the [Nezha](https://github.com/IntelligentDDS/Nezha) data set, MIT), replayed
        through simulator and service by one policy for all (`RealCaseTests`, which writes [the answers](../../tests/GateService.Bench/Report/real-cases.csv) down). Windows last half a minute to two and a half, so that
        inconclusive is right even for healthy ones; `ob-shared` and `tt-shared` are an upstream fault that hits both slices alike. *Errors* are the canary's failed requests.
        {RealCase.All.Count(real => real.IsAcceptable)} of {RealCase.All.Count} verdicts are ones that an expert accepts.

        {Markdown.Table(
            ["case", "fault", "whose by the data set", "verdict", "accepted", "errors: own / upstream / undetermined", "what the gate says"],
            RealCase.All.Select(Row))}
        """);

    private static IReadOnlyList<string> Row(RealCase real) =>
    [
        real.Name,
        real.Fault.Length == 0 ? "none" : real.Fault.Replace('_', ' '),
        real.Label == "self_inflicted" ? "its own" : real.Label == "none" ? "nobody's" : real.Label,
        real.Verdict,
        real.IsAcceptable ? "yes" : "no",
        $"{real.SelfInflicted} / {real.Upstream} / {real.Undetermined}",
        Shortly(real.Summary),
    ];

    /// <summary>Without the counts and what follows.</summary>
    private static string Shortly(string summary) => Counts().Split(summary)[0].Split(": at ")[0];

    /// <summary>The first bracket that is not stable's share.</summary>
    [GeneratedRegex(@" \((?!stable \d)")]
    private static partial Regex Counts();
}
