using GateService.Core.Policies;

namespace GateService.History;

/// <summary>One decision of a scan: its columns, and what is kept of it.</summary>
internal sealed record ScannedDecision : DecisionRow
{
    public required byte[] Body { get; init; }

    /// <summary>Hash of the policy it shares; null where it lies in the body.</summary>
    public string? Shared { get; init; }

    /// <summary>Read once for all decisions that share it.</summary>
    public Lazy<GatePolicy?> SharedPolicy { get; init; } = new(() => null);

    /// <exception cref="InvalidDataException">It is no record, or one of a later version of this service.</exception>
    public DecisionRecord Record() => RecordFormat.Read(Body, SharedPolicy);
}
