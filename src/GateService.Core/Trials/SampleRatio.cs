using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// The canary's share of the latest requests against the weight of its step. Far off, the router does not do what the step says, or one slice is not
/// recognised; very far off, the clients of both slices differ, and a comparison of the slices compares the clients (sample ratio mismatch: Fabijan et al.,
/// KDD 2019).
/// </summary>
/// <param name="Share">Observed, in percent.</param>
/// <param name="Weight">Of the step, in percent.</param>
/// <param name="Tolerance">How many times its weight a slice's share may be before the slices do not compare; above 1.</param>
public sealed record SampleRatio(double Share, double Weight, double Tolerance)
{
    private const double Far = 2;
    private const double StandardErrors = 4;
    private const double FewestRequests = 200;
    private const int FewestBuckets = 3;

    /// <summary>Worth a warning.</summary>
    public bool IsFar => IsOff(Far);

    /// <summary>The slices cannot be compared.</summary>
    public bool IsTooFar => IsOff(Tolerance);

    /// <summary>For example <c>the canary got 22 % of the latest requests at weight 5</c>.</summary>
    public string Said => string.Create(CultureInfo.InvariantCulture, $"the canary got {Quantity.Say(Share / 100, Unit.Share)} of the latest requests at weight {Weight:0.##}");

    /// <summary>Null where there is nothing to compare, the weight is not known, or too few requests came to tell the share from the weight by four standard errors.</summary>
    public static SampleRatio? Of(EvidencePlan plan, GateEvidence evidence, double tolerance)
    {
        if (plan is not { Control: not null, Weight: { } weight and > 0 and < 100 })
        {
            return null;
        }

        var (canary, all) = evidence.Objectives.Select(objective => Latest(plan, objective, evidence)).FirstOrDefault(requests => requests.All >= FewestRequests);
        var expected = all * weight / 100;
        return canary > 0 && canary < all && Math.Abs(canary - expected) > StandardErrors * Math.Sqrt(expected * (1 - (weight / 100)))
            ? new SampleRatio(100 * canary / all, weight, tolerance)
            : null;
    }

    /// <summary>The latest buckets that hold enough requests: earlier ones may be of an earlier step. None where there may be more requests than were counted.</summary>
    private static (double Canary, double All) Latest(EvidencePlan plan, ObjectiveEvidence objective, GateEvidence evidence)
    {
        var (canary, all) = (0.0, 0.0);
        if (objective is { Judged: SliceEvidence.Measured, Control: SliceEvidence.Measured, Uncounted: null }
            && TrafficCounts.Of(plan, objective, evidence) is { Basis: not TrafficBasis.AtLeast, Judged: var judged, Control: var control })
        {
            for (var t = Math.Min(judged.Count, control.Count) - 1; t >= 0 && (all < FewestRequests || t >= judged.Count - FewestBuckets); t--)
            {
                canary += judged[t].Exposure;
                all += judged[t].Exposure + control[t].Exposure;
            }
        }

        return (canary, all);
    }

    private bool IsOff(double times) => Share > times * Weight || Share * times < Weight || (100 - Share) * times < 100 - Weight;
}
