using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Words;

namespace GateService.Core.Judging.Origins;

/// <summary>What an error objective's sentence says besides its counts: the class that weighs most, and what was set apart.</summary>
internal static class OwnErrorReason
{
    /// <summary>Puts both behind the counts: <c>(37 of 903 canary vs 4 of 17,201 stable requests; NullReferenceException 500 x31)</c>.</summary>
    public static Finding Of(Finding finding, ErrorAttribution attribution)
    {
        var own = attribution.Ledger.Own.FirstOrDefault(known => known.Canary > 0);
        var apart = attribution.Accounts.Where(found => found.Decision != AccountDecision.NoControl && found.Account.Classes.Sum(known => known.Canary) > 0).Select(found => found.Account.Name).ToList();
        var bypassed = attribution.Ledger.Bypassed.Sum(known => known.Canary);
        var said = string.Concat(
            own is not null && finding.Outcome != FindingOutcome.Met ? $"; {(own.Signature is { } signature ? (signature with { Message = null }).Said : "other")} x{Quantity.Count(own.Canary)}" : "",
            apart.Count > 0 ? $"; {string.Join(", ", apart)} judged apart" : "",
            bypassed > 0 ? $"; {Quantity.Count(bypassed)} bypassed" : "");
        return said.Length > 0 && finding.Reason.Counts is { } counts ? finding with { Reason = finding.Reason with { Counts = counts + said } } : finding;
    }
}
