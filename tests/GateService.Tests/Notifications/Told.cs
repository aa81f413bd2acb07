using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Notifications;
using GateService.Wire;

namespace GateService.Tests.Notifications;

/// <summary>Announcements as they come from real decisions, with fixed ids and moments.</summary>
internal static class Told
{
    public static readonly DateTimeOffset At = new(2026, 1, 2, 12, 7, 0, TimeSpan.Zero);

    public static Announcement Failed { get; } = new()
    {
        Event = AnnouncedEvent.Failed,
        Decision = "01KE1Q8Z5E8VQW3M6T0R9B2XCD",
        At = At,
        Team = "shop-team",
        Service = "checkout",
        Namespace = "shop",
        Rollout = "checkout",
        CanaryHash = "5c6d7e8f",
        StableHash = "7d9f8c6b54",
        Mode = GateMode.Step,
        StepIndex = 2,
        Weight = 5,
        Verdict = Verdict.Fail,
        Score = 31.4,
        Summary = "error-rate 4.1 % over limit 1 %, against stable's 0.023 % (37 of 903 canary vs 4 of 17,201 stable requests, 10m at weight 5); also latency-p95 3 s (limit 1.5 s)",
        Policy = "http-default",
        Revision = "0123456789ab",
        Objectives =
        [
            Objective(ObjectiveKind.ErrorRate, "error-rate", FindingOutcome.Tripped, 0.041, 0.01, Unit.Share, [0.029, 0.056], 0.00023, "error-rate 4.1 % over limit 1 %, against stable's 0.023 % <script>&"),
            Objective(ObjectiveKind.Latency, "latency-p95", FindingOutcome.Tripped, 3.05, 1.5, Unit.Seconds, null, 0.226, "latency-p95 3 s over limit 1.5 s, 13x stable's 226 ms"),
            Objective(ObjectiveKind.Apdex, "apdex", FindingOutcome.Met, 0.93, 0.8, Unit.Score, [0.91, 0.95], 0.97, "apdex 0.93 is at least 0.80") with { Comparison = Comparison.AtLeast },
        ],
        Window = new WindowResponse(At.AddMinutes(-11), At.AddMinutes(-1), "10m", 60),
        Queries = [new QueryRecord("requests", "SELECT count(*) FROM Transaction WHERE appName = 'checkout'", "answered")],
        Fault = new WhoseFault(Fault.SelfInflicted, "this change: stable is not affected alike; NullReferenceException x31"),
        Change = new Change
        {
            Image = "shop/checkout:1.4.2",
            Commit = "3f2a9c1b0477aa11bb22cc33dd44ee55ff660718",
            Author = "Ada",
            PullRequest = "https://git.example.com/shop/checkout/pull/17",
            Runbook = "https://wiki.example.com/checkout",
        },
        Commands = ["kubectl argo rollouts get rollout checkout -n shop", "kubectl argo rollouts undo checkout -n shop"],
        Changed = "pass at 12:06 UTC at weight 5, since then error-rate 0.12 % to 4.1 %",
        Links = new AnnouncementLinks(
            "https://gate.example.com/decisions/01KE1Q8Z5E8VQW3M6T0R9B2XCD", "https://gate.example.com/rollouts/shop/checkout", "https://gate.example.com/decisions/01KE1Q8Z5E8VQW3M6T0R9B2XCD#label",
            Links.QueryBuilder("SELECT count(*) FROM Transaction WHERE appName = 'checkout'")),
    };

    public static Announcement Held { get; } = Failed with
    {
        Event = AnnouncedEvent.Held,
        Verdict = Verdict.Inconclusive,
        Score = 48.2,
        Summary = "error-rate 2.1 % over limit 1 % in both slices: a common cause such as a degraded upstream (19 of 903 canary vs 361 of 17,201 stable requests, 10m at weight 5)",
        Objectives =
        [
            Objective(ObjectiveKind.ErrorRate, "error-rate", FindingOutcome.Undecided, 0.021, 0.01, Unit.Share, [0.013, 0.033], 0.021, "error-rate 2.1 % over limit 1 % in both slices: a common cause such as a degraded upstream") with { Undecided = UndecidedCause.CommonCause },
        ],
        InSummary = ["error-rate"],
        Fault = new WhoseFault(Fault.Undetermined, "stable suffers alike: not shown to be this change"),
        Changed = null,
    };

    /// <summary>It would fail, and the policy wants a person to decide.</summary>
    public static Announcement HeldByPolicy { get; } = Failed with
    {
        Event = AnnouncedEvent.Held,
        Verdict = Verdict.Inconclusive,
        Summary = "would fail: error-rate 4.1 % over limit 1 %, against stable's 0.023 %; held because the policy says so (37 of 903 canary vs 4 of 17,201 stable requests, 10m at weight 5)",
        Objectives = [Failed.Objectives[0] with { Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.HeldByPolicy, Reason = "would fail: error-rate 4.1 % over limit 1 %, against stable's 0.023 %; held because the policy says so" }],
        InSummary = ["error-rate"],
    };

    public static Announcement Recovered { get; } = Failed with
    {
        Event = AnnouncedEvent.Recovered,
        Verdict = Verdict.Pass,
        Score = 71,
        Summary = "all 3 objectives met at weight 5",
        Objectives = [Failed.Objectives[2]],
        Fault = null,
    };

    public static Announcement Completed { get; } = Recovered with { Event = AnnouncedEvent.Completed, Weight = 100, StepIndex = 8, Summary = "all 3 objectives met at weight 100", Changed = null };

    private static ObjectiveResponse Objective(ObjectiveKind kind, string name, FindingOutcome outcome, double value, double threshold, Unit unit, double[]? interval, double stable, string reason) => new()
    {
        Objective = name,
        Kind = kind,
        Outcome = outcome,
        Value = value,
        Threshold = threshold,
        Comparison = Comparison.AtMost,
        Unit = unit,
        Interval = interval,
        Versus = Versus.Stable,
        Slice = Slice.Canary,
        StableValue = stable,
        Sample = 903,
        StableSample = 17201,
        Reason = reason,
        Queries = ["requests"],
    };
}
