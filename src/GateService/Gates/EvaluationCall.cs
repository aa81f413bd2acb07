using GateService.Wire;

namespace GateService.Gates;

/// <summary>What belongs to the call and not to the question.</summary>
/// <param name="Deadline">When the answer is out at the latest; began when the question came in.</param>
/// <param name="Warnings">What was noticed while reading the request.</param>
internal sealed record EvaluationCall(Remaining Deadline, IReadOnlyList<string> Warnings);
