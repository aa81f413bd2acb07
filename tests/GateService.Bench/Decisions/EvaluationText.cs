using System.Globalization;
using System.Text;
using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Bench.Decisions;

/// <summary>Everything an evaluation concludes as text, numbers to the last bit, so that two versions of the judge can be compared line by line.</summary>
internal static class EvaluationText
{
    public static string Of(GateEvaluation evaluation)
    {
        var text = new StringBuilder();
        Line(text, evaluation.Verdict, evaluation.Score, evaluation.Summary);
        foreach (var warning in evaluation.Warnings)
        {
            Line(text, "warning", warning);
        }

        foreach (var finding in evaluation.Findings)
        {
            Add(text, finding);
        }

        foreach (var account in evaluation.Attribution?.Accounts ?? [])
        {
            Line(text, account.Account.Name, account.Decision, account.IsWitnessed, account.Tested, account.Ratio, account.CallRatio, account.Harm, account.FailsAt, account.Harmless, account.ChanceOfOnset, account.Reason, Last(account));
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, Finding finding)
    {
        Line(
            text, finding.Objective, finding.Outcome, finding.Undecided, finding.Value, finding.Threshold, finding.Interval, EnumNames.Of(finding.Versus), EnumNames.Of(finding.Slice), finding.StableValue, finding.Sample, finding.Bad,
            finding.StableSample, finding.StableBad, finding.Score, finding.Reason);
        if (finding.Judgement is { } judgement)
        {
            Line(
                text, " ", EnumNames.Of(judgement.Gate), judgement.Margin, judgement.Tested, judgement.Compared, judgement.OverLimit, judgement.WorseThanStable, judgement.Harm, judgement.FailsAt, judgement.Harmless,
                judgement.Proof, judgement.Buckets, judgement.FailedAt, judgement.Ratio, judgement.Dispersion, judgement.SlowImbalance, judgement.StablePods, judgement.Flip, judgement.Power);
            Line(text, " ", string.Join(' ', judgement.Trajectory.Select(nats => nats.ToString("R", CultureInfo.InvariantCulture))));
        }
    }

    private static double? Last(AccountFinding account) => account.Trajectory.Count > 0 ? account.Trajectory[^1] : null;

    private static void Line(StringBuilder text, params object?[] values) =>
        text.AppendJoin('|', values.Select(value => value is IFormattable known ? known.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "-")).Append('\n');
}
