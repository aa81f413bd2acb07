using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>
/// The words of answers, of the store and of messages, read back into what they stand for: whoever decides on one asks here and switches over the
/// enum. A word that nobody knows comes from a newer version: it is never a pass, and never a reason to roll back.
/// </summary>
internal static class WireWords
{
    private const string AtMost = "at most";
    private const string AtLeast = "at least";

    public static Verdict Verdict(string word) => EnumNames.Read<Verdict>(word) ?? Core.Verdicts.Verdict.Inconclusive;

    public static FindingOutcome Outcome(string word) => EnumNames.Read<FindingOutcome>(word) ?? FindingOutcome.Undecided;

    /// <summary>Null where there is none, or none that this version knows.</summary>
    public static UndecidedCause? Cause(string? word) => word is null ? null : EnumNames.Read<UndecidedCause>(word);

    public static Fault Fault(string word) => EnumNames.Read<Fault>(word) ?? Core.Verdicts.Fault.Undetermined;

    public static AccountDecision? Account(string word) => EnumNames.Read<AccountDecision>(word);

    public static GateMode Mode(string word) => EnumNames.Read<GateMode>(word) ?? GateMode.Step;

    public static GateKind Gate(string word) => EnumNames.Read<GateKind>(word) ?? GateKind.Ordinary;

    public static Versus Versus(string word) => EnumNames.Read<Versus>(word) ?? Core.Findings.Versus.Absolute;

    public static Unit Unit(string word) => EnumNames.Read<Unit>(word) ?? Core.Words.Unit.Count;

    public static Comparison Comparison(string word) => word == AtLeast ? Core.Words.Comparison.AtLeast : Core.Words.Comparison.AtMost;

    public static string Of(Comparison comparison) => comparison switch
    {
        Core.Words.Comparison.AtMost => AtMost,
        Core.Words.Comparison.AtLeast => AtLeast,
    };
}
