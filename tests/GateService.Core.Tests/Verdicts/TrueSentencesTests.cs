using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Tests.Attribution;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Verdicts;

/// <summary>Whatever happens, a sentence says no more than what was counted: held over many worlds of own errors, errors of dependencies and errors of both.</summary>
public sealed partial class TrueSentencesTests
{
    /// <summary>Errors a minute of 300 canary and 5,700 stable requests: own, of a dependency, marked only; a tail; from which minute on; the limit in thousandths.</summary>
    private static readonly Gen<GateEvaluation> Evaluation = Gen.Select(
            Gen.Select(Gen.Int[0, 30], Gen.Int[0, 300]), Gen.Select(Gen.Int[0, 30], Gen.Int[0, 500]), Gen.Select(Gen.Int[0, 12], Gen.Int[0, 200]), Gen.Int[0, 9], Gen.Int[1, 60], Gen.Int[2, 25], Gen.Bool, Gen.Int[0, 1])
        .Select((own, payments, marked, tail, limit, minutes, isAlone, late) => new Shop(minutes + 2)
        {
            Past = _ => (own.Item2 + payments.Item2) / 5700.0,
            PastMarks = marked.Item2 / 5700.0,
            Limit = limit / 1000.0,
            FailureLimit = limit / 1000.0,
            WindowFrom = minutes / 2,
            StableServes = t => !isAlone || t < minutes / 2,
            Weight = isAlone ? 100 : 5,
        }.Fails(Shop.Own, own.Item1, own.Item2, from: late * (minutes / 2)).Fails(Shop.Payments, payments.Item1, payments.Item2).Marks(Shop.Own with { Type = "Shop.Marked", Status = "200" }, marked.Item1, marked.Item2).Fails(null, tail, 0)
        .Evaluate());

    [Fact]
    public void A_fail_scores_below_fifty_and_a_pass_does_not() => Check(evaluation =>
    {
        evaluation.Findings.ShouldAllBe(finding => finding.Outcome != FindingOutcome.Tripped || finding.Score < 50);
        evaluation.Findings.ShouldAllBe(finding => finding.Outcome != FindingOutcome.Met || finding.Score == null || finding.Score >= 50);
        (evaluation.Verdict != Verdict.Fail || evaluation.Score < 50).ShouldBeTrue();
        (evaluation.Verdict != Verdict.Pass || evaluation.Score >= 50).ShouldBeTrue();
    });

    [Fact]
    public void Met_and_proven_stand_beside_no_value_beyond_its_limit() => Check(evaluation =>
    {
        if (evaluation.Verdict == Verdict.Pass && (evaluation.Summary.Contains("objectives met", StringComparison.Ordinal) || evaluation.Summary.Contains("objectives proven", StringComparison.Ordinal)))
        {
            evaluation.Findings.ShouldAllBe(finding => finding.Kind == ObjectiveKind.Dependencies || !IsBeyond(finding));
        }

        evaluation.Findings.Where(finding => finding.Kind != ObjectiveKind.Dependencies && IsBeyond(finding)).ShouldAllBe(finding => !finding.Reason.Head.Contains("proven", StringComparison.Ordinal));
    });

    [Fact]
    public void Alike_is_said_of_a_stable_that_is_beyond_its_own_limit_and_not_far_worse() => Check(evaluation =>
        evaluation.Findings.Where(finding => finding.Reason.Head.Contains(" alike", StringComparison.Ordinal)).ShouldAllBe(finding => IsBeyond(finding, finding.StableValue) && Bad(finding, finding.StableValue!.Value) <= 2 * Bad(finding, finding.Value!.Value)));

    [Fact]
    public void Worse_than_stable_is_said_where_there_was_one() => Check(evaluation =>
        evaluation.Findings.Where(finding => finding.Reason.Head.Contains("x stable", StringComparison.Ordinal) && finding.Judgement is not null)
            .ShouldAllBe(finding => Served(evaluation, finding.Judgement!.FailedAt)));

    [Fact]
    public void Too_few_is_said_of_few() => Check(evaluation =>
        evaluation.Attribution!.Accounts.ShouldAllBe(found => found.Reason.Head.Contains("too few", StringComparison.Ordinal) == (found.Decision == AccountDecision.TooFew) && (found.Decision != AccountDecision.TooFew || found.Tested.CanaryBad < 30)));

    [Fact]
    public void A_named_class_is_no_more_than_what_was_counted_and_most_of_it_unless_it_says_otherwise() => Check(evaluation =>
    {
        foreach (var finding in evaluation.Findings.Where(finding => finding.Bad is not null && finding.Reason.Counts is not null && NamedClass().IsMatch(finding.Reason.Counts)))
        {
            var named = double.Parse(NamedClass().Match(finding.Reason.Counts!).Groups[1].Value, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

            named.ShouldBeLessThanOrEqualTo(finding.Bad!.Value + 1e-6, finding.Reason.ToString());
            (2 * named >= finding.Bad - 1e-6 || finding.Reason.Counts!.Contains("known, most often", StringComparison.Ordinal)).ShouldBeTrue(finding.Reason.ToString());
        }
    });

    [Fact]
    public void Judged_apart_is_said_exactly_of_errors_that_the_counts_leave_out() => Check(evaluation =>
    {
        foreach (var finding in evaluation.Findings.Where(finding => finding.Kind is ObjectiveKind.ErrorRate && finding.Bad is not null && finding.Judgement?.Gate != GateKind.Emergency))
        {
            var all = evaluation.Evidence!.Objectives.Single(objective => objective.Objective == finding.Objective).Judged as SliceEvidence.Measured;

            (finding.Reason.Counts?.Contains("judged apart", StringComparison.Ordinal) == true).ShouldBe(finding.Bad < all!.Bad, finding.Reason.ToString());
        }
    });

    [Fact]
    public void Counts_of_the_whole_rollout_are_not_told_as_those_of_the_window() => Check(evaluation =>
        evaluation.Findings.Where(finding => finding.Kind == ObjectiveKind.Dependencies && finding.Reason.Head.Contains(" of ", StringComparison.Ordinal) && evaluation.Attribution!.Accounts.Any(found => found.Tested.CanaryExposure > 0))
            .ShouldAllBe(finding => finding.Reason.At("", "10m").EndsWith("of the rollout)", StringComparison.Ordinal)));

    private static void Check(Action<GateEvaluation> holds) => Evaluation.Sample(holds, iter: 150);

    private static bool IsBeyond(Finding finding) => IsBeyond(finding, finding.Value);

    private static bool IsBeyond(Finding finding, double? value) => finding.Comparison == Comparison.AtMost ? value > finding.Threshold : value < finding.Threshold;

    private static double Bad(Finding finding, double value) => finding.Comparison == Comparison.AtMost ? value : 1 - value;

    private static bool Served(GateEvaluation evaluation, DateTimeOffset? failedAt) => failedAt is not { } at
        || evaluation.Evidence!.Objectives[0].Control.Buckets.Any(bucket => bucket.Begin == at.AddMinutes(-1) && bucket.Exposure > 0);

    [GeneratedRegex(@"; (?:\d+ class(?:es)? known, most often )?[A-Za-z]+(?: \d+)? x([\d,.]+)")]
    private static partial Regex NamedClass();
}
