using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Planning;
using GateService.Core.Statistics;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>An evaluation in the words of the wire.</summary>
internal static class EvaluateResponses
{
    public static EvaluateResponse Of(GateEvaluation evaluation, DecisionReference decision, IReadOnlyList<string> warnings)
    {
        var score = Math.Round(evaluation.Score, 1);
        List<ObjectiveResponse> objectives = [.. evaluation.Findings.Select(Objective)];
        return new EvaluateResponse
        {
            Result = [score, EnumNames.Of(evaluation.Verdict), ReasonLine.Compose(evaluation.Summary, decision.Id)],
            Verdict = evaluation.Verdict,
            Passed = evaluation.Verdict == Verdict.Pass,
            Score = score,
            Summary = evaluation.Summary,
            Tripped = [.. objectives.Where(objective => objective.Outcome == FindingOutcome.Tripped)],
            Objectives = objectives,
            Power = evaluation.Findings.Select(finding => finding.Judgement?.Power).FirstOrDefault(power => power is not null),
            Attribution = evaluation.Attribution is { } attribution ? AttributionResponses.Of(attribution) : null,
            Evidence = evaluation is { Evidence: { } evidence, Window: { } window } ? Evidence(evidence, window) : null,
            Policy = evaluation.Policy is { } policy ? new PolicyReference(policy.Name, policy.Revision) : null,
            Decision = decision,
            Warnings = [.. warnings.Concat(evaluation.Warnings).Select(warning => OneLine.Of(warning, 400))],
        };
    }

    /// <summary>One finding.</summary>
    public static ObjectiveResponse Objective(Finding finding) => new()
    {
        Objective = finding.Objective,
        Kind = finding.Kind,
        Outcome = finding.Outcome,
        Undecided = finding.Undecided,
        Value = finding.Value,
        Threshold = finding.Threshold,
        Unlimited = finding.IsUnlimited,
        Comparison = finding.Comparison,
        Unit = finding.Unit,
        Interval = Ends(finding.Interval),
        Versus = finding.Versus,
        Slice = finding.Slice,
        StableValue = finding.StableValue,
        Sample = finding.Sample,
        StableSample = finding.StableSample,
        Score = finding.Score,
        Judgement = finding.Judgement is { } judgement ? Judgement(judgement) : null,
        Reason = OneLine.Of(finding.Reason.ToString(), 600),
        Queries = finding.Queries,
    };

    private static JudgementResponse Judgement(Judgement judgement) => new()
    {
        Gate = judgement.Gate,
        Margin = judgement.Margin,
        Tested = Tested(judgement.Tested),
        Compared = Tested(judgement.Compared),
        OverLimit = judgement.OverLimit is { } over ? Nats(over) : null,
        OverLimitFailsAt = judgement.OverLimitFailsAt is { } shown ? Nats(shown) : null,
        WorseThanStable = judgement.WorseThanStable is { } worse ? Nats(worse) : null,
        Harm = Nats(judgement.Harm),
        FailsAt = Nats(judgement.FailsAt),
        FailedAt = judgement.FailedAt,
        Harmless = Nats(judgement.Harmless),
        ProvenAt = Nats(judgement.ProvenAt),
        Proof = judgement.Proof,
        Ratio = judgement.Ratio is { } ratio ? [Math.Round(ratio.Low, 3), Math.Round(ratio.High, 3)] : null,
        Buckets = judgement.Buckets,
        StablePods = judgement.StablePods,
        Dispersion = Math.Round(judgement.Dispersion, 3),
        SlowImbalance = Math.Round(judgement.SlowImbalance, 3),
        Flip = judgement.Flip,
        Power = judgement.Power,
        Trajectory = [.. judgement.Trajectory.Select(Nats)],
    };

    private static TestedResponse? Tested(TestedCounts? tested) => tested is null
        ? null
        : new TestedResponse(
            tested.What, Counted(tested.Bad), tested.Exposure, tested.StableBad is { } stable ? Counted(stable) : null, tested.StableExposure, Rounded(tested.Share), Ends(tested.Interval)?.Select(Rounded).ToArray(), tested.Limit is { } limit ? Rounded(limit) : null);

    /// <summary>Nobody reads the last digits of a share, and 1 - 0.95 should be 0.05.</summary>
    private static double Rounded(double share) => Math.Round(share, 9);

    /// <summary>Spread over buckets and added up again, 753 failures come to 753.0000000000001.</summary>
    private static double Counted(double events) => Math.Round(events, 3);

    private static double[]? Ends(Interval? interval) => interval is null ? null : [interval.Low, interval.High];

    private static double Nats(double evidence) => Math.Round(evidence, 3);

    private static EvidenceResponse Evidence(GateEvidence evidence, EvaluationWindow window) => new(
        new WindowResponse(window.Begin, window.End, Durations.Say(window.Length), window.Bucket.TotalSeconds),
        Samples(evidence, objective => objective.Judged),
        Samples(evidence, objective => objective.Control),
        evidence.Queries,
        evidence.Posts);

    private static Dictionary<string, double> Samples(GateEvidence evidence, Func<ObjectiveEvidence, SliceEvidence> slice) =>
        evidence.Objectives.ToDictionary(objective => objective.Objective, objective => slice(objective) is SliceEvidence.Measured measured ? measured.Sample : 0);
}
