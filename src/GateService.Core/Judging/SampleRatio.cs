using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Planning;

namespace GateService.Core.Judging;

/// <summary>
/// The canary's share of the requests against the weight of its step. Far off, the router does not do what the step says, or one slice is not
/// recognised: a comparison of the slices may then compare something else (sample ratio mismatch, Fabijan et al. 2019).
/// </summary>
public static class SampleRatio
{
    private const double Far = 2;
    private const double FewestRequests = 200;

    /// <summary>A sentence for the caller; null where the share is near the weight, or one of both is not known.</summary>
    public static string? Warning(EvidencePlan plan, GateEvidence evidence)
    {
        if (plan is not { Control: not null, Weight: { } weight and > 0 and < 100 })
        {
            return null;
        }

        var (canary, stable) = evidence.Objectives
            .Select(objective => (Canary: Requests(objective.Judged), Stable: Requests(objective.Control)))
            .FirstOrDefault(both => both.Canary + both.Stable >= FewestRequests);
        var share = 100 * canary / (canary + stable);
        return share > 0 && (share * Far < weight || (100 - share) * Far < 100 - weight || share > Far * weight)
            ? string.Create(CultureInfo.InvariantCulture, $"the canary got {share:0.#}% of the requests at weight {weight:0.##}: the router does not follow the weight, or one slice's pods are not recognised")
            : null;
    }

    private static double Requests(SliceEvidence slice) => slice is SliceEvidence.Measured measured ? measured.Sample : 0;
}
