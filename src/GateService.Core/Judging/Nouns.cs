using System.Text.RegularExpressions;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Core.Judging;

/// <summary>What an objective counts, in the words of the sentences people read.</summary>
internal static partial class Nouns
{
    /// <summary>What is counted, plural.</summary>
    /// <param name="objective">Whose.</param>
    /// <param name="isGood">The good ones are counted.</param>
    public static string Bad(Objective objective, bool isGood) => objective.Kind switch
    {
        ObjectiveKind.Latency => isGood ? "fast requests" : "slow requests",
        ObjectiveKind.Apdex => "frustrated requests",
        ObjectiveKind.RefusalRate => isGood ? "requests that are not refused" : "refused requests",
        ObjectiveKind.LogErrors => "error lines",
        ObjectiveKind.Kpi => objective is KpiObjective { Definition.Form: KpiForm.Percentile } ? objective.Comparison == Comparison.AtMost ? "over the limit" : "under the limit"
            : isGood == (objective.Comparison == Comparison.AtMost) ? "that do not count" : "that count",
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Dependencies
            or ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag
            or ObjectiveKind.Traffic or ObjectiveKind.Stable => "errors",
    };

    /// <summary>A count with its noun, in the singular where it is one: <c>1 error</c>, <c>17,201 stable requests</c>.</summary>
    /// <param name="count">0 or more.</param>
    /// <param name="many">The plural.</param>
    public static string Counted(double count, string many) => $"{Quantity.Count(count)} {Of(count, many)}";

    /// <summary>The noun alone.</summary>
    public static string Of(double count, string many) => Quantity.Count(count) == "1" ? Plural().Replace(many, match => match.Value switch
    {
        "that do not count" => "that does not count",
        "that count" => "that counts",
        "that are not" => "that is not",
        var noun => noun[..^1],
    }) : many;

    [GeneratedRegex(@"\b(that do not count|that count|that are not|requests|errors|lines|events|readings|pods|observations|calls)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Plural();

    /// <summary>Out of what.</summary>
    public static string Exposure(Objective objective) => objective is KpiObjective { Definition: { IsOfRequests: false } definition } ? definition.IsGauge ? "readings" : "events" : "requests";

    /// <summary>Observations of a finding and whose: <c>canary requests</c>; where there are no slices, <c>readings</c>.</summary>
    public static string OfSlice(Finding finding) => $"{Whose(finding.Slice)}{Observation(finding)}";

    /// <summary>The slice's name before what is counted of it; nothing where there are none.</summary>
    public static string Whose(Slice slice) => slice == Slice.All ? "" : EnumNames.Of(slice) + " ";

    /// <summary>Observations of a finding.</summary>
    public static string Observation(Finding finding) => finding.Kind switch
    {
        ObjectiveKind.Kpi => finding.IsOfReadings ? "readings" : finding.Unit is Unit.PerMinute or Unit.PerRequest ? "requests" : "events",
        ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts => "pods",
        ObjectiveKind.QueueLag => "readings",
        ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Latency or ObjectiveKind.Apdex or ObjectiveKind.RefusalRate or ObjectiveKind.LogErrors
            or ObjectiveKind.Dependencies or ObjectiveKind.Traffic or ObjectiveKind.Stable => "requests",
    };
}
