using GateService.Core.Requests;

namespace GateService.Gates;

/// <summary>What came of reading a request of a caller we know.</summary>
internal abstract record RequestReading
{
    private RequestReading()
    {
    }

    internal sealed record Taken(GateRequest Request, EvaluationCall Call) : RequestReading;

    /// <param name="Status">What it is by HTTP's book: 400, 403, 413 or 429.</param>
    /// <param name="Faults">Every fault by field, the first to tell first; never empty.</param>
    /// <param name="Warnings">What else was noticed.</param>
    internal sealed record Refused(int Status, Dictionary<string, string[]> Faults, IReadOnlyList<string> Warnings) : RequestReading;
}
