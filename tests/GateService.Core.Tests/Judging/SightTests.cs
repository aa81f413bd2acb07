using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Threshold;
using GateService.Core.Tests.Verdicts;
using GateService.Core.Trials;

namespace GateService.Core.Tests.Judging;

/// <summary>What a finding is worth where not everything was seen: nothing is proven by what may hide more, and nothing fails by what may be diluted.</summary>
public sealed class SightTests
{
    private const string Unseen = "one request in three does not tell how it ended";
    private const string Uncounted = "spans are tail-sampled";

    [Theory]
    [InlineData(FindingOutcome.Met, null, Unseen)]
    [InlineData(FindingOutcome.Tripped, null, null)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.TooFewSamples, Unseen)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.NotProven, Unseen)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.Suspicious, null)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.CommonCause, null)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.NoData, null)]
    [InlineData(FindingOutcome.Undecided, null, null)]
    public void What_does_not_tell_how_it_ended_proves_nothing_and_takes_no_failure_back(FindingOutcome outcome, UndecidedCause? cause, string? expected) => Doubted(outcome, cause, Unseen, null).ShouldBe(expected);

    [Theory]
    [InlineData(FindingOutcome.Met, null, null)]
    [InlineData(FindingOutcome.Tripped, null, Uncounted)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.TooFewSamples, null)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.NotProven, Uncounted)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.Suspicious, Uncounted)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.CommonCause, Uncounted)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.NoControl, null)]
    [InlineData(FindingOutcome.Undecided, UndecidedCause.Unavailable, null)]
    public void Where_more_may_have_been_observed_nothing_fails(FindingOutcome outcome, UndecidedCause? cause, string? expected) => Doubted(outcome, cause, null, Uncounted).ShouldBe(expected);

    /// <summary>Harm that only waits for something else waits for what was not counted as well.</summary>
    [Theory]
    [InlineData(UndecidedCause.YoungPods)]
    [InlineData(UndecidedCause.HeldByPolicy)]
    public void Nor_is_it_held(UndecidedCause cause) => Doubted(FindingOutcome.Undecided, cause, null, Uncounted).ShouldBe(Uncounted);

    [Theory]
    [InlineData(UndecidedCause.NoData)]
    [InlineData(UndecidedCause.Unavailable)]
    [InlineData(UndecidedCause.NoControl)]
    [InlineData(UndecidedCause.SampleRatio)]
    [InlineData(UndecidedCause.Unresolved)]
    [InlineData(UndecidedCause.Uncorroborated)]
    [InlineData(UndecidedCause.UpstreamOutage)]
    [InlineData(UndecidedCause.StableUnhealthy)]
    [InlineData(UndecidedCause.Silent)]
    [InlineData(UndecidedCause.PodsReplaced)]
    [InlineData(UndecidedCause.HurtsStable)]
    public void What_is_undecided_for_a_reason_of_its_own_stays_so(UndecidedCause cause) => Doubted(FindingOutcome.Undecided, cause, Unseen, Uncounted).ShouldBeNull();

    [Fact]
    public void Of_two_doubts_about_a_proof_what_was_not_seen_tells() => Doubted(FindingOutcome.Undecided, UndecidedCause.NotProven, Unseen, Uncounted).ShouldBe(Unseen);

    /// <summary>Why the finding was put aside; null where it stands as it was found.</summary>
    private static string? Doubted(FindingOutcome outcome, UndecidedCause? cause, string? unseen, string? uncounted)
    {
        var evidence = Given.Evidence("error-rate", Given.Errors(37, 903), Given.Errors(4, 17_201)) with { Unseen = unseen, Uncounted = uncounted };
        var found = VerdictRuleTests.Of(outcome) with { Undecided = cause };

        var seen = Sight.Of(new ThresholdJudge(), found, new Trial(Given.ErrorRate(), evidence, Given.Context()));

        if (seen == found)
        {
            return null;
        }

        (seen.Outcome, seen.Undecided).ShouldBe((FindingOutcome.Undecided, UndecidedCause.Unavailable));
        return seen.Reason.ToString();
    }
}
