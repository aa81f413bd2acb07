using System.Globalization;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Threshold;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Bench.Rules.Textbook;

/// <summary>
/// Wald's sequential probability ratio test (1945) of "the limit" against "twice the limit", as textbooks have it: it believes requests independent, knows no stable,
/// no clusters and no dependency. A judge of its own in one folder: all it takes to add one is to register it.
/// </summary>
public sealed class TextbookJudge : IJudge
{
    private const double Worse = 2;
    private const double Miss = 0.05;

    private static readonly ThresholdJudge Plain = new();

    /// <summary>Every request since the rollout began, and a share of the error budget.</summary>
    public static JudgeChoice Chosen { get; } = new("textbook", new JudgeNeeds { Span = true, Budget = true });

    public JudgeChoice Choice => Chosen;

    public Finding Judge(Trial trial)
    {
        var plain = Plain.Judge(trial);
        if (plain.Value is null)
        {
            return plain;
        }

        var (buckets, alpha) = (trial.Evidence.Judged.Buckets, trial.Context.AlphaPerWeight * trial.Objective.Weight);
        var evidence = buckets.Sum(bucket => LogRatio(bucket.Bad ?? 0, bucket.Exposure, plain.Threshold));
        var (fails, passes) = (Fails(alpha), Math.Log(Miss / (1 - alpha)));
        var outcome = FailsAt(buckets, plain.Threshold, alpha) is not null ? FindingOutcome.Tripped : evidence <= passes ? FindingOutcome.Met : FindingOutcome.Undecided;
        return plain with
        {
            Outcome = outcome,
            Undecided = outcome == FindingOutcome.Undecided ? UndecidedCause.NotProven : null,
            Reason = new Statement(string.Create(
                CultureInfo.InvariantCulture, $"{plain.Objective} {Quantity.Say(plain.Value.Value, plain.Unit)} by the textbook: {evidence:0.0} nats of {fails:0.0} that fail it")),
        };
    }

    /// <summary>The bucket after which a share is shown to be twice the limit; null where it never is.</summary>
    /// <param name="buckets">Since the rollout began.</param>
    /// <param name="limit">In (0, 1).</param>
    /// <param name="alpha">Chance to say so of a share at the limit.</param>
    internal static Bucket? FailsAt(IReadOnlyList<Bucket> buckets, double limit, double alpha)
    {
        var evidence = 0.0;
        foreach (var bucket in buckets)
        {
            evidence += LogRatio(bucket.Bad ?? 0, bucket.Exposure, limit);
            if (evidence >= Fails(alpha))
            {
                return bucket;
            }
        }

        return null;
    }

    private static double Fails(double alpha) => Math.Log((1 - Miss) / alpha);

    private static double LogRatio(double bad, double exposure, double limit)
    {
        var worse = Math.Min(0.999, Worse * limit);
        return (bad * Math.Log(worse / limit)) + ((exposure - bad) * Math.Log((1 - worse) / (1 - limit)));
    }
}
