using System.Text.Json;
using GateService.Core.Verdicts;

namespace GateService.Wire;

/// <summary>An evaluation, its answer, and that answer as it is sent: that it can be written is tried on the whole of it, and what the trial wrote is what goes out.</summary>
/// <param name="Evaluation">What the answer says.</param>
/// <param name="Response">The answer.</param>
/// <param name="Json">The same as bytes.</param>
internal sealed record WrittenAnswer(GateEvaluation Evaluation, EvaluateResponse Response, byte[] Json)
{
    /// <exception cref="ArgumentException">A number of it cannot be written.</exception>
    public static WrittenAnswer Of(GateEvaluation evaluation, DecisionReference decision, IReadOnlyList<string> warnings) => Of(evaluation, EvaluateResponses.Of(evaluation, decision, warnings));

    /// <summary>The same with one warning more.</summary>
    public WrittenAnswer Warning(string warning) => Of(Evaluation, Response with { Warnings = [.. Response.Warnings, warning] });

    private static WrittenAnswer Of(GateEvaluation evaluation, EvaluateResponse response) => new(evaluation, response, JsonSerializer.SerializeToUtf8Bytes(response, JsonAnswer.Options));
}
