using GateService.Core;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.History;
using GateService.Notifications;
using GateService.Tests.History;
using GateService.Wire;

namespace GateService.Tests.Notifications;

/// <summary>Which events a decision is, and what is said of the one before.</summary>
public sealed class AnnouncingTests
{
    [Theory]
    [InlineData(Verdict.Fail, GateMode.Background, null, null, true, false, "Decided, Failed")]
    [InlineData(Verdict.Fail, GateMode.Step, 5.0, Verdict.Pass, false, false, "Decided, Failed")]
    [InlineData(Verdict.Fail, GateMode.Step, 5.0, Verdict.Fail, true, false, "Decided")]
    [InlineData(Verdict.Inconclusive, GateMode.Step, 5.0, Verdict.Pass, false, false, "Decided, Held")]
    [InlineData(Verdict.Inconclusive, GateMode.Background, null, Verdict.Pass, true, false, "Decided")]
    [InlineData(Verdict.Pass, GateMode.Step, 5.0, Verdict.Inconclusive, true, true, "Decided, Recovered")]
    [InlineData(Verdict.Pass, GateMode.Step, 5.0, Verdict.Inconclusive, false, true, "Decided")]
    [InlineData(Verdict.Pass, GateMode.Step, 5.0, Verdict.Pass, true, false, "Decided")]
    [InlineData(Verdict.Pass, GateMode.Background, null, Verdict.Inconclusive, true, true, "Decided")]
    [InlineData(Verdict.Pass, GateMode.Step, 100.0, Verdict.Inconclusive, true, true, "Decided, Completed")]
    [InlineData(Verdict.Pass, GateMode.Step, 100.0, Verdict.Inconclusive, false, true, "Decided")]
    public void The_events_of_a_decision(Verdict verdict, GateMode mode, double? weight, Verdict? before, bool allWell, bool wasTold, string events) =>
        string.Join(", ", Announcing.EventsOf(Evaluation(verdict, mode, weight), before, allWell, wasTold)).ShouldBe(events);

    [Fact]
    public void Too_early_holds_nobody()
    {
        var early = GateEvaluator.Inconclusive(new GateRequest { Service = "a", Rollout = "a" }, Records.FilledPolicy, "too early");

        Announcing.EventsOf(early, null, allWell: true, wasTold: false).ShouldBe([AnnouncedEvent.Decided]);
    }

    [Fact]
    public void What_changed_names_what_moved_with_both_values()
    {
        var before = new PreviousDecision("pass", Told.At.AddMinutes(-1).ToUnixTimeMilliseconds(), 5, ObjectivePoint.Write(Response(0.0012)));

        Changes.Since(before, Response(0.041)).ShouldBe("pass at 12:06 UTC at weight 5, since then error-rate 0.12 % to 4.1 %");
        Changes.Since(before, Response(0.0012)).ShouldBe("pass at 12:06 UTC at weight 5");
        Changes.Since(before, Response(0.00121)).ShouldBe("pass at 12:06 UTC at weight 5", "nobody sees a difference");
        Changes.Since(null, Response(0.041)).ShouldBeNull();
    }

    private static GateEvaluation Evaluation(Verdict verdict, GateMode mode, double? weight) => new()
    {
        Request = new GateRequest { Service = "a", Rollout = "a", Mode = mode, StepWeight = weight },
        Verdict = verdict,
        Score = 50,
        Summary = "so it is",
    };

    private static EvaluateResponse Response(double errorRate) => new()
    {
        Result = [50.0, "pass", "so it is"],
        Verdict = Verdict.Pass,
        Passed = true,
        Score = 50,
        Summary = "so it is",
        Tripped = [],
        Objectives = [Told.Failed.Objectives[0] with { Value = errorRate }],
        Decision = new DecisionReference("01K", "https://gate.example.com"),
        Warnings = [],
    };
}
