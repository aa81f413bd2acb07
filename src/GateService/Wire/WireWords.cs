using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>
/// The words of the store and of messages that wait, read back into what they stand for. A word that nobody knows comes from a newer version: it is never a
/// pass, and never a reason to roll back.
/// </summary>
internal static class WireWords
{
    public static Verdict Verdict(string word) => EnumNames.Read<Verdict>(word) ?? Core.Verdicts.Verdict.Inconclusive;

    public static FindingOutcome Outcome(string word) => EnumNames.Read<FindingOutcome>(word) ?? FindingOutcome.Undecided;

    /// <summary>Null where this version knows none of that word.</summary>
    public static UndecidedCause? Cause(string word) => EnumNames.Read<UndecidedCause>(word);

    public static Fault Fault(string word) => EnumNames.Read<Fault>(word) ?? Core.Verdicts.Fault.Undetermined;

    public static GateMode Mode(string word) => EnumNames.Read<GateMode>(word) ?? GateMode.Step;

    public static GateKind Gate(string word) => EnumNames.Read<GateKind>(word) ?? GateKind.Ordinary;

    public static Versus Versus(string word) => EnumNames.Read<Versus>(word) ?? Core.Findings.Versus.Absolute;

    public static Unit Unit(string word) => EnumNames.Read<Unit>(word) ?? Core.Words.Unit.Count;

    public static ObjectiveKind Kind(string word) => EnumNames.Read<ObjectiveKind>(word) ?? ObjectiveKind.Kpi;

    public static SignatureOrigin Suspected(string word) => EnumNames.Read<SignatureOrigin>(word) ?? SignatureOrigin.Dependency;
}
