using GateService.Core.Requests;
using GateService.Wire;

namespace GateService.History;

/// <summary>A decision as it is read again.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Request">What was asked, as it was understood.</param>
/// <param name="Response">What was answered.</param>
/// <param name="Timings">Where the time went.</param>
/// <param name="Label">What people said of it; null when nobody did.</param>
public sealed record DecisionDocument(DateTimeOffset At, GateRequest Request, EvaluateResponse Response, DecisionTimings Timings, LabelResponse? Label)
{
    internal static DecisionDocument Of(DecisionRecord record, StoredLabel? label) => new(record.At, record.Evaluation.Request, record.Answer(), record.Timings, LabelResponse.Of(label));
}
