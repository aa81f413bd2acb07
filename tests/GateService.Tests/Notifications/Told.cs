using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Notifications;
using GateService.Wire;

namespace GateService.Tests.Notifications;

/// <summary>Announcements as the gate makes them of decisions: only findings, ids and moments are written here, and whatever follows from them is the gate's own word.</summary>
internal static class Told
{
    public static readonly DateTimeOffset At = new(2026, 1, 2, 12, 7, 0, TimeSpan.Zero);

    private static readonly EvaluationWindow Window = new(At.AddMinutes(-11), At.AddMinutes(-1), TimeSpan.FromMinutes(1));

    private static readonly Finding Errors = Said(Finding(ObjectiveKind.ErrorRate, "error-rate", 37 / 903.0, 0.01, Unit.Share) with
    {
        Outcome = FindingOutcome.Tripped,
        Interval = new Interval(0.029, 0.056),
        Bad = 37,
        StableValue = 4 / 17_201.0,
        StableBad = 4,
    });

    private static readonly Finding Slow = Said(Finding(ObjectiveKind.Latency, "latency-p95", 3.05, 1.5, Unit.Seconds) with { Outcome = FindingOutcome.Tripped, StableValue = 0.226, Score = 34.2 });

    private static readonly Finding Apdex = Said(Finding(ObjectiveKind.Apdex, "apdex", 0.93, 0.8, Unit.Score) with
    {
        Comparison = Comparison.AtLeast,
        Interval = new Interval(0.91, 0.95),
        StableValue = 0.97,
        Score = 71,
    });

    private static readonly Finding Shared = Errors with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.CommonCause, Value = 19 / 903.0, Interval = new Interval(0.013, 0.033), Bad = 19, StableValue = 361 / 17_201.0, StableBad = 361, Score = 48.2 };

    public static Announcement Failed { get; } = Of(AnnouncedEvent.Failed, Verdict.Fail, [Errors, Slow, Apdex], changed: "pass at 12:06 UTC at weight 5, since then error-rate 0.12 % to 4.1 %");

    public static Announcement Held { get; } = Of(AnnouncedEvent.Held, Verdict.Inconclusive, [Shared with { Reason = FindingReason.CommonCause(Shared) }]);

    /// <summary>It would fail, and the policy wants a person to decide.</summary>
    public static Announcement HeldByPolicy { get; } = Of(AnnouncedEvent.Held, Verdict.Inconclusive,
    [
        Errors with
        {
            Outcome = FindingOutcome.Undecided,
            Undecided = UndecidedCause.HeldByPolicy,
            Reason = Errors.Reason with { Head = $"would fail: {Errors.Reason.Head}; held because the policy says so" },
        },
    ]);

    public static Announcement Recovered { get; } = Of(AnnouncedEvent.Recovered, Verdict.Pass, [Apdex], changed: "fail at 12:06 UTC at weight 5");

    public static Announcement Completed { get; } = Of(AnnouncedEvent.Completed, Verdict.Pass, [Apdex], weight: 100, step: 8);

    private static Finding Said(Finding finding) => finding with { Reason = FindingReason.Concluded(finding) };

    private static Announcement Of(AnnouncedEvent told, Verdict verdict, IReadOnlyList<Finding> findings, double weight = 5, int step = 2, string? changed = null)
    {
        const string id = "01KE1Q8Z5E8VQW3M6T0R9B2XCD";
        var gate = new Uri("https://gate.example.com");
        var evaluation = new GateEvaluation
        {
            Request = new GateRequest
            {
                Service = "checkout",
                Rollout = "checkout",
                Namespace = "shop",
                Team = "shop-team",
                CanaryHash = "5c6d7e8f",
                StableHash = "7d9f8c6b54",
                Mode = GateMode.Step,
                StepIndex = step,
                StepWeight = weight,
                Change = new Change
                {
                    Image = "shop/checkout:1.4.2",
                    Commit = "3f2a9c1b0477aa11bb22cc33dd44ee55ff660718",
                    Author = "Ada",
                    PullRequest = "https://git.example.com/shop/checkout/pull/17",
                    Runbook = "https://wiki.example.com/checkout",
                },
            },
            Verdict = verdict,
            Score = findings.Min(finding => finding.Score) ?? 0,
            Summary = Summary.Of(verdict, findings, Window, weight),
            Findings = findings,
            Window = Window,
        };
        var answer = EvaluateResponses.Of(evaluation, new DecisionReference(id, new Uri(gate, Links.Decision(id)).ToString()), []) with
        {
            Policy = new PolicyReference("http-default", "0123456789ab"),
            Evidence = new EvidenceResponse(new WindowResponse(Window.Begin, Window.End, "10m", 60), new Dictionary<string, double>(), new Dictionary<string, double>(),
                [new QueryRecord("requests", "SELECT count(*) FROM Transaction WHERE appName = 'checkout'", QueryRecord.Answered)], 1),
        };
        return Announcing.Of(evaluation, answer, At, changed, gate) with { Event = told };
    }

    private static Finding Finding(ObjectiveKind kind, string name, double value, double threshold, Unit unit) => new()
    {
        Objective = name,
        Kind = kind,
        Outcome = FindingOutcome.Met,
        Value = value,
        Threshold = threshold,
        Comparison = Comparison.AtMost,
        Unit = unit,
        Versus = Versus.Stable,
        Slice = Slice.Canary,
        Sample = 903,
        StableSample = 17_201,
        Score = 31.4,
        Reason = Statement.Empty,
        Queries = ["requests"],
    };
}
