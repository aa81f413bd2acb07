using System.Text.Json;
using System.Text.Json.Serialization;
using GateService.Core.Findings;
using GateService.Core.Words;
using GateService.Wire;

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
/// <param name="Unlimited">Nothing limits the value: stable would, and reports nothing.</param>
public sealed record ObjectivePoint(
    string Objective, FindingOutcome Outcome, UndecidedCause? Undecided, Unit Unit, double? Value, double[]? Interval, double Threshold,
    [property: JsonConverter(typeof(ComparisonWords))] Comparison Comparison, double? Stable, double Sample, double StableSample,
    double? Harm, double? FailsAt, double? Harmless, double? ProvenAt, bool Unlimited = false)
{
    /// <summary>The threshold; null where nothing limits the value.</summary>
    [JsonIgnore]
    public double? Limit => Unlimited ? null : Threshold;

    internal static ObjectivePoint Of(ObjectiveResponse finding) => new(
        finding.Objective, finding.Outcome, finding.Undecided, finding.Unit, finding.Value, finding.Interval, finding.Threshold, finding.Comparison, finding.StableValue, finding.Sample, finding.StableSample,
        finding.Judgement?.Harm, finding.Judgement?.FailsAt, finding.Judgement?.Harmless, finding.Judgement?.ProvenAt, finding.Unlimited);

    internal static string Write(EvaluateResponse response) => JsonSerializer.Serialize(response.Objectives.Select(Of), ColumnJson.Options);

    internal static IReadOnlyList<ObjectivePoint> Read(string points) => JsonSerializer.Deserialize<IReadOnlyList<ObjectivePoint>>(points, ColumnJson.Options) ?? [];
}
