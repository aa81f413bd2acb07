using System.Text.Json;
using GateService.Core.Verdicts;

namespace GateService.History;

/// <summary>
/// A decision of format 1 or 2: the policy lies in it, and the answer beside the evaluation it was made of. Of the answer only what the evaluation does not say is
/// read; the rest is made again. They are read as long as they are kept.
/// </summary>
internal sealed record FormatTwo(int Format, string Id, DateTimeOffset At, GateEvaluation Evaluation, FormatTwo.Answered Response, DecisionTimings Timings)
{
    public const int Last = 2;

    public static DecisionRecord? Read(byte[] json) => JsonSerializer.Deserialize<FormatTwo>(json, RecordJson.Options)?.Record();

    private DecisionRecord Record() => new(
        // The evaluation's own warnings were the last of the answer's.
        Format, Id, At, Evaluation, Response.Decision?.Url ?? "", [.. Response.Warnings.SkipLast(Evaluation.Warnings.Count)], Timings);

    internal sealed record Answered(Place? Decision, IReadOnlyList<string> Warnings);

    internal sealed record Place(string Url);
}
