using System.Globalization;
using System.Text.Json;

namespace GateService.Cli.Backtests;

/// <summary>A report in lines for people: what changes, by which objectives, what the labels say of it, and what cannot be told.</summary>
internal static class BacktestLines
{
    public static IEnumerable<string> Of(JsonElement report)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Number(report, "decisions"):N0} decisions: {Number(report, "same"):N0} the same, {Number(report, "changed"):N0} changed, {Number(report, "notKept"):N0} not told ({Number(report, "milliseconds") / 1000.0:0.0} s)");
        if (report.GetProperty("more").GetBoolean())
        {
            yield return "  there are older ones that were not read (--most)";
        }

        foreach (var transition in report.GetProperty("transitions").EnumerateArray())
        {
            var objectives = string.Join(", ", transition.GetProperty("objectives").EnumerateArray().Select(one => $"{Text(one, "what")} {Number(one, "decisions")}"));
            yield return string.Create(CultureInfo.InvariantCulture, $"  {Text(transition, "from")} -> {Text(transition, "to")}: {Counted(Number(transition, "decisions"), "decision")} of {Counted(Number(transition, "rollouts"), "version")}, by {objectives}");
        }

        if (Number(report, "changedByGate") is var byGate and > 0)
        {
            yield return $"  of these {byGate} would change by the policies of the day, too: the gate judges otherwise since";
        }

        yield return $"labels before: {Score(report.GetProperty("before"))}";
        yield return $"labels after:  {Score(report.GetProperty("after"))}";
        foreach (var gap in report.GetProperty("gaps").EnumerateArray())
        {
            yield return $"not kept for {Number(gap, "decisions")}: {Text(gap, "what")}";
        }

        foreach (var change in report.GetProperty("changes").EnumerateArray())
        {
            var (before, after) = (change.GetProperty("before"), change.GetProperty("after"));
            yield return $"{Text(change, "id")} {Text(change, "service")} {Text(change, "canaryHash")}: {Text(before, "verdict")} -> {Text(after, "verdict")}";
            yield return $"  then: {Text(before, "summary")}";
            yield return $"  now:  {Text(after, "summary")}";
        }
    }

    private static string Score(JsonElement score) => string.Create(
        CultureInfo.InvariantCulture,
        $"precision {Share(score, "precision")}, recall {Share(score, "recall")} of {Number(score, "bad")} bad and {Number(score, "good")} good; {Number(score, "falsePositives")} good failed, {Number(score, "falseNegatives")} bad passed, {Number(score, "heldBad")} bad held");

    private static string Share(JsonElement score, string name) =>
        score.GetProperty(name) is { ValueKind: JsonValueKind.Number } share ? share.GetDouble().ToString("0.000", CultureInfo.InvariantCulture) : "unknown";

    private static string Counted(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
