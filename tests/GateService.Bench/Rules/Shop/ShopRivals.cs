using GateService.Bench.Worlds.Shop;
using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Bench.Rules.Shop;

/// <summary>How the same rollouts are decided elsewhere. All are told the policy's own limit.</summary>
internal static class ShopRivals
{
    public static IReadOnlyList<string> Names { get; } = ["without attribution", "exclude upstream", "limit, fl 0", "limit, fl 3", "rank test", "threshold judge", Rivals.Textbook];

    /// <summary>Whether each of <see cref="Names"/> ever fails a rollout.</summary>
    public static Func<ShopRollout, bool[]> Of(ShopWorld world)
    {
        var (without, excluding) = (new ShopGate(world, null), new ShopGate(world, null, Excluded));
        var limit = ShopPolicy.Errors.At(world.Weight);
        Rule[] rules = [StaticThreshold.Of("limit, fl 0", limit, 0), StaticThreshold.Of("limit, fl 3", limit, 3), RankTest.Rule, PlainThreshold.Of("threshold judge", limit), Textbook.SequentialRatio.Of(Rivals.Textbook, limit)];
        return rollout =>
        {
            var evidence = rollout.At(world.Length, [Counted]).Objectives;
            return
            [
                without.FailsAtEnd(rollout),
                excluding.FailsAtEnd(rollout),
                .. rules.Select(rule => world.Mode == GateMode.Step && rule.FailsAt(evidence) is not null),
            ];
        };
    }

    private static ErrorRateObjective Counted { get; } = new() { Name = "errors", Comparison = Comparison.AtMost, Limit = ShopPolicy.Errors };

    /// <summary>"Upstream errors do not count": whatever names a dependency, by its class or by its failed call, is taken out of both slices unseen.</summary>
    private static GateEvidence Excluded(GateEvidence evidence)
    {
        var errors = evidence.Errors!;
        var buckets = evidence.Objectives.Max(objective => objective.Judged.Buckets.Count);
        var ledger = Ledger.Of(errors, new Classifier(ShopPolicy.Attribution, errors.FailedCalls, DateOnly.MinValue), buckets);
        return evidence with
        {
            Objectives =
            [
                .. evidence.Objectives.Select(objective => objective.Objective is "error-rate" or "success-rate"
                    ? objective with
                    {
                        Judged = Less(objective.Judged, ledger.CanaryOthers, objective.Objective),
                        Control = Less(objective.Control, ledger.StableOthers, objective.Objective),
                    }
                    : objective),
            ],
        };
    }

    private static SliceEvidence Less(SliceEvidence slice, IReadOnlyList<ErrorCount> others, string objective) => slice.Buckets.Count == 0 ? slice
        : Worlds.Schedule.Slice(
            [.. slice.Buckets.Select((bucket, t) => bucket with { Bad = Math.Max(0, (bucket.Bad ?? 0) - others[t].Failures) })],
            share => objective == "success-rate" ? 1 - share : share);
}
