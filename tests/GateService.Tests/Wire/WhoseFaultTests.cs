using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

namespace GateService.Tests.Wire;

/// <summary>The one line that says whose fault it is, for messages and pages.</summary>
public sealed class WhoseFaultTests
{
    [Fact]
    public void Beside_a_summary_that_gives_the_reason_only_whose_fault_is_said()
    {
        var evaluation = Tripped("dependencies failed");

        var fault = WhoseFault.Of(evaluation with { Summary = evaluation.Findings[0].Reason.At(" at weight 5", "10m") }).ShouldNotBeNull();

        fault.Said.ShouldBe("payments-api fails the canary alone (9 of 900)");
        fault.Beside().ShouldBe("this change");
    }

    [Fact]
    public void Beside_another_summary_the_reason_is_said_whole() =>
        WhoseFault.Of(Tripped("error-rate 4% over limit 1%")).ShouldNotBeNull().Beside().ShouldBe("payments-api fails the canary alone (9 of 900)");

    [Fact]
    public void A_gist_of_the_store_says_the_same_and_an_older_one_says_it_whole()
    {
        var fault = new WhoseFault(Fault.SelfInflicted, "payments-api fails", InSummary: true);
        var gist = new DecisionGist("dependencies", fault.Origin, fault.Said, null, null, null, null, null, fault.InSummary);

        DecisionGist.Read(DecisionGist.Write(gist)).Fault.ShouldBe(fault);
        DecisionGist.Read("""{"objective":"dependencies","origin":"selfInflicted","said":"payments-api fails"}""").Fault.ShouldNotBeNull().Beside().ShouldBe("payments-api fails");
    }

    [Fact]
    public void Words_that_a_newer_version_wrote_are_no_pass_and_no_reason_to_roll_back()
    {
        var gist = DecisionGist.Read("""{"objective":"a","origin":"theirs","accounts":[{"kind":"sidecar","name":"b","canary":3}]}""");
        var points = ObjectivePoint.Read("""[{"objective":"a","outcome":"exempt","undecided":"eclipse","unit":"bytes","threshold":1,"comparison":"at least","sample":0,"stableSample":0}]""");

        gist.Origin.ShouldBe(Fault.Undetermined);
        gist.Accounts.ShouldNotBeNull().ShouldHaveSingleItem().Kind.ShouldBe(SignatureOrigin.Dependency);
        points.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            point => point.Outcome.ShouldBe(FindingOutcome.Undecided),
            point => point.Undecided.ShouldBeNull(),
            point => point.Unit.ShouldBe(Unit.Count),
            point => point.Comparison.ShouldBe(Comparison.AtLeast));
    }

    private static GateEvaluation Tripped(string summary) => new()
    {
        Request = new GateRequest { Service = "checkout", Rollout = "checkout" },
        Verdict = Verdict.Fail,
        Score = 50,
        Summary = summary,
        Findings =
        [
            new Finding
            {
                Objective = "dependencies",
                Kind = ObjectiveKind.Dependencies,
                Outcome = FindingOutcome.Tripped,
                Threshold = 0.01,
                Comparison = Comparison.AtMost,
                Unit = Unit.Share,
                Versus = Versus.Stable,
                Slice = Slice.Canary,
                Reason = new Statement("payments-api fails the canary alone") { Counts = "9 of 900" },
            },
        ],
    };
}
