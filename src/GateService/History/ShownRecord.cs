using GateService.Core.Verdicts;
using GateService.Wire;

namespace GateService.History;

/// <summary>A record as <c>GET /v1/decisions/{id}/record</c> shows it.</summary>
internal sealed record ShownRecord(int Format, string Id, DateTimeOffset At, GateEvaluation Evaluation, EvaluateResponse Response, DecisionTimings Timings)
{
    public static ShownRecord Of(DecisionRecord record) => new(record.Format, record.Id, record.At, record.Evaluation, record.Answer(), record.Timings);
}
