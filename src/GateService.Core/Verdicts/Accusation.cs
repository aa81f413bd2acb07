using System.Globalization;
using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Core.Verdicts;

/// <summary>From findings and accounts to whose fault it is.</summary>
public static class Accusation
{
    private const int MostClasses = 3;

    public static Blame? Of(Verdict verdict, Finding? telling, ErrorAttribution? attribution) => Blame.Of(
        verdict,
        telling is null ? null : new TellingFacts(telling.Outcome, telling.Undecided, telling.Reason)
        {
            IsOfDependencies = telling.Kind == ObjectiveKind.Dependencies,
            IsOfStable = telling.Kind == ObjectiveKind.Stable,
            IsOfGauge = telling.IsOfReadings || telling.Kind is ObjectiveKind.QueueLag or ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts,
            IsCompared = telling.Versus == Versus.Stable || telling.StableValue is not null,
            Explanation = telling.Kind switch
            {
                ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate => Classes(attribution),
                ObjectiveKind.Latency or ObjectiveKind.Apdex => attribution?.Time?.Conclusion,
                ObjectiveKind.RefusalRate or ObjectiveKind.LogErrors or ObjectiveKind.Kpi or ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag or ObjectiveKind.Dependencies
                    or ObjectiveKind.Traffic or ObjectiveKind.Stable => null,
            },
        },
        fault => attribution?.Accounts.Where(found => FaultOf(found) == fault && found.Tested.CanaryBad > 0).MaxBy(found => found.Tested.CanaryBad)?.Reason);

    public static Fault FaultOf(AccountFinding found) => found.IsSelfInflicted ? Fault.SelfInflicted : found.IsExcused ? Fault.Upstream : Fault.Undetermined;

    /// <summary>Of the canary's own errors, and of those that nothing beside it speaks for, what stable has not first.</summary>
    private static string? Classes(ErrorAttribution? attribution)
    {
        var own = attribution?.Ledger.Own.Concat(attribution.Accounts.Where(found => found.IsSelfInflicted || found.Decision == AccountDecision.NoControl).SelectMany(found => found.Account.Classes))
            .Where(known => known.Canary > 0).OrderByDescending(known => known.Surplus(attribution.Requests)).ThenByDescending(known => known.Stable).ToList() ?? [];
        return own.Count == 0
            ? null
            : string.Join(", ", own.Take(MostClasses).Select(known => string.Create(CultureInfo.InvariantCulture, $"{known.Said} x{Quantity.Count(known.Canary)}"))) + (own.Count > MostClasses ? ", …" : "");
    }
}
