using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads <c>onHarm</c>: of a policy, of an objective, of the attribution.</summary>
internal static class ConsequenceReader
{
    /// <summary>Null where nothing is said.</summary>
    public static Consequences? Read(PolicyFields fields) =>
        StepTableReader.Read<Consequence>(fields, "onHarm", EnumNames.Read<Consequence>, EnumNames.Choices<Consequence>()) is { } byWeight ? new Consequences(byWeight) : null;
}
