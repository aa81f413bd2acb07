using System.Globalization;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;

namespace GateService.Bench.Report;

/// <summary>Whether the port decides as the scalar reference did, cell by cell.</summary>
internal static class Agreement
{
    /// <summary>Beyond this many standard errors a cell is named; of a thousand that agree three are.</summary>
    public const double Named = 3;

    private static readonly string[] Telling =
    [
        "10 stable pods, 500 rps, 1.0 %, clusters of 20",
        "3 stable pods, 500 rps, 1.0 %, clusters of 20",
        "3 stable pods, 5000 rps, 1.0 %, jitter cv 0.6",
        "10 stable pods, 5000 rps, 1.0 %, AR(0.8) drift sd 0.3",
        "1 stable pod, 500 rps, 1.0 %, x3 tenant on 15 % of pods, moves every 10 min",
        "10 stable pods, 5 rps, 1.0 %, iid, x3",
        "10 stable pods, 50 rps, 1.0 %, clusters 5 + cv 0.3, x2",
        "3 stable pods, 50 rps, 1.0 %, clusters 5 + cv 0.3, x3 from min 15",
        "10 stable pods, 500 rps, 1.0 %, clusters 5 + cv 0.3, x2",
        "1 stable pod, 500 rps, 0.1 %, clusters 5 + cv 0.3, x3",
        "10 stable pods, 500 rps, 1.0 %, AR(0.8) drift sd 0.3, x3 from min 15",
        "3 stable pods, 5000 rps, 1.0 %, AR(0.8) drift sd 0.3, x10 every third minute",
        "10 stable pods, 50 rps, 1.0 %, clusters 5 + cv 0.3, x3, b = 10 s",
        "1 stable pod, 500 rps, 1.0 %, clusters 5 + cv 0.3, x2, b = 300 s",
        "5 values/s, log-sd 1.0, true ratio 0.8, jitter 0.1",
    ];

    public static string Body(Simulator simulator)
    {
        var matches = Match.All(simulator);
        var judge = matches.Where(match => !Rivals.Names.Contains(match.Reference.Rule)).ToList();
        var rivals = matches.Where(match => Rivals.Names.Contains(match.Reference.Rule)).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            The judge was simulated before it was ported, by another program with other random numbers ([the reference's tables](../../tests/GateService.Bench/Report/reference.csv)).
            It is that judge still but for what was learnt since and the reference does not know: that what one stable pod shows is not all that pods do, that tenants are rarer than they are seen,
            that clusters are learnt from single pods, and that half of the requests failing is failed at once. The cells beyond 3 standard errors are of those. Every cell that both have played, the
            difference in binomial standard errors:

            {Markdown.Table(["", "cells", "within 2 (95 % expected)", $"beyond {Named} (0.3 %)", "medians", "within a bucket"], [Summary("ours", judge), Summary("rivals", rivals)])}
            Some of them, and all beyond {Named} standard errors:

            {Markdown.Table(["world", "rule", "reference", "here", "standard error of the difference", "difference in them"], matches.Where(IsShown).Select(Row))}
            The reference's worlds are known from their description alone. What it does not say was chosen so that ω of the same world agrees: groups of geometric size, jitter of gamma
            shape, tenants who move two minutes after a step begins; and so that detection in buckets of ten seconds does: jitter that lasts the minute. Not compared are cells whose world
            could not be told from the description: hammering clients, and regressions in mid-step of six hours or, by the emergency gate, in mid-step.
            """);
    }

    public static IReadOnlyList<Match> Beyond(Simulator simulator, double errors) => [.. Match.All(simulator).Where(match => Math.Abs(match.Errors) > errors)];

    private static bool IsShown(Match match) =>
        Math.Abs(match.Errors) > Named || (Telling.Contains(match.Reference.World) && (match.Reference.Rule == Ours.Name || match.Reference.Rule.StartsWith("proven", StringComparison.Ordinal)));

    private static IReadOnlyList<string> Summary(string name, List<Match> matches)
    {
        var medians = matches.Where(match => match.Reference.Median is not null && match.Ours.Median is not null).ToList();
        return
        [
            name,
            Number(matches.Count),
            Percent(matches, 2),
            Number(matches.Count(match => Math.Abs(match.Errors) > Named)),
            Number(medians.Count),
            Number(medians.Count(match => Math.Abs(match.Reference.Median!.Value - match.Ours.Median!.Value) <= Bucket(match.Reference.World))),
        ];
    }

    private static double Bucket(string world) => world.EndsWith("b = 300 s", StringComparison.Ordinal) ? 5 : 1;

    private static string Percent(List<Match> matches, double errors) => matches.Count == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * matches.Count(match => Math.Abs(match.Errors) <= errors) / matches.Count:0.0} %");

    private static IReadOnlyList<string> Row(Match match) =>
    [
        match.Reference.World,
        match.Reference.Rule,
        $"{Say(match.Reference.Percent, match.Reference.Digit)} %{Median(match.Reference.Median)}",
        $"{Say(100 * match.Ours.Share, match.Reference.Digit)} %{Median(match.Reference.Median is null ? null : match.Ours.Median)}",
        Say(100 * match.StandardError, 0.1) + " %",
        match.Errors.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture),
    ];

    private static string Say(double value, double digit) => value.ToString(digit < 1 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static string Median(double? minutes) => minutes is null ? "" : $" / {Tally.Say(minutes)}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
