using System.Text.Json;
using GateService.Cli.Asking;
using GateService.Cli.Shell;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Cli.Verdicts;

/// <summary>What the gate answered, as far as people are told.</summary>
/// <param name="Verdict">Its verdict.</param>
/// <param name="Summary">Its one line.</param>
/// <param name="Objectives">What told first: tripped, then undecided, then met.</param>
/// <param name="Warnings">What did not decide.</param>
/// <param name="Page">Where people read it; null where nothing was kept.</param>
internal sealed record VerdictReport(Verdict Verdict, string Summary, IReadOnlyList<ObjectiveLine> Objectives, IReadOnlyList<string> Warnings, Uri? Page)
{
    /// <exception cref="FaultException">The answer holds no verdict.</exception>
    public static VerdictReport Of(JsonElement answer) => new(
        answer.Text("verdict") is { } word && EnumNames.Read<Verdict>(word) is { } verdict
            ? verdict
            : throw new FaultException(ExitCode.NoAnswer, "the gate's answer holds no verdict: what answers is no gate, or a newer one"),
        answer.Text("summary") ?? "",
        [.. answer.Items("objectives").Select(ObjectiveLine.Of).OrderBy(objective => objective.Rank)],
        [.. answer.Items("warnings").Select(warning => warning.GetString() ?? "")],
        answer.Field("decision") is { } decision && decision.Text("id") is { } id && Uri.TryCreate(decision.Text("url"), UriKind.Absolute, out var url) ? new Uri(url, $"/decisions/{id}") : null);

    /// <summary>What the program ends with.</summary>
    public ExitCode Code => Verdict switch
    {
        Verdict.Pass => ExitCode.Fine,
        Verdict.Fail => ExitCode.No,
        Verdict.Inconclusive => ExitCode.Inconclusive,
    };
}
