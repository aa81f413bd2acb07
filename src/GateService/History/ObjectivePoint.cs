using System.Text.Json;
using GateService.Gates;

namespace GateService.History;

/// <summary>One objective of one decision as a chart shows it: small enough to read a whole rollout of them.</summary>
/// <param name="Objective">Its name.</param>
/// <param name="Outcome">met, tripped or undecided.</param>
/// <param name="Undecided">Why undecided; else null.</param>
/// <param name="Unit">Of value, interval, threshold and stable.</param>
/// <param name="Value">The judged slice's; null without data.</param>
/// <param name="Interval">95 % interval of the value, low and high; null where there is none.</param>
/// <param name="Threshold">The limit of this step.</param>
/// <param name="Comparison">"at most" or "at least".</param>
/// <param name="Stable">Stable's value at the same time; null without a control.</param>
/// <param name="Sample">Observations of the judged slice.</param>
/// <param name="StableSample">Observations of stable.</param>
/// <param name="Harm">Evidence of harm, in nats; null where the threshold judge decided.</param>
/// <param name="FailsAt">Evidence at which it trips.</param>
/// <param name="Harmless">Evidence of being within the step's proof boundary.</param>
/// <param name="ProvenAt">Evidence at which that is proven.</param>
public sealed record ObjectivePoint(
    string Objective, string Outcome, string? Undecided, string Unit, double? Value, double[]? Interval, double Threshold, string Comparison, double? Stable, double Sample, double StableSample,
    double? Harm, double? FailsAt, double? Harmless, double? ProvenAt)
{
    internal static ObjectivePoint Of(ObjectiveResponse finding) => new(
        finding.Objective, finding.Outcome, finding.Undecided, finding.Unit, finding.Value, finding.Interval, finding.Threshold, finding.Comparison, finding.StableValue, finding.Sample, finding.StableSample,
        finding.Judgement?.Harm, finding.Judgement?.FailsAt, finding.Judgement?.Harmless, finding.Judgement?.ProvenAt);

    /// <summary>Every point as a row of what it holds in order: thousands are read for a page, and their names would be half of them. A new column goes last.</summary>
    internal static string Write(EvaluateResponse response) => JsonSerializer.Serialize(response.Objectives.Select(Of).Select(point => point.Row()), RecordJson.Stored);

    internal static IReadOnlyList<ObjectivePoint> Read(string points) => [.. JsonSerializer.Deserialize<IReadOnlyList<JsonElement>>(points, RecordJson.Stored)!.Select(Read)];

    private object?[] Row() =>
        [Objective, Outcome, Undecided, Unit, Value, Interval, Threshold, Comparison, Stable, Sample, StableSample, Harm, FailsAt, Harmless, ProvenAt];

    private static ObjectivePoint Read(JsonElement kept)
    {
        if (kept.ValueKind == JsonValueKind.Object)
        {
            // With names, as they were written beside records of formats 1 and 2.
            return kept.Deserialize<ObjectivePoint>(RecordJson.Options)!;
        }

        return new ObjectivePoint(
            Text(0)!, Text(1)!, Text(2), Text(3)!, Number(4), kept[5].Deserialize<double[]>(RecordJson.Stored), Number(6)!.Value, Text(7)!, Number(8), Number(9)!.Value, Number(10)!.Value,
            Number(11), Number(12), Number(13), Number(14));

        string? Text(int column) => kept[column].GetString();
        double? Number(int column) => kept[column].Deserialize<double?>(RecordJson.Stored);
    }
}
