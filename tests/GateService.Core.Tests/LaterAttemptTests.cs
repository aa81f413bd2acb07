using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests;

/// <summary>The same hash again: attempt one fails all requests for four minutes two hours ago and is aborted, attempt two is sound since twelve minutes. Now is 12:00:30.</summary>
public sealed class LaterAttemptTests
{
    private static readonly DateTimeOffset First = Given.Now.AddMinutes(-124);
    private static readonly DateTimeOffset Second = Given.Now.AddMinutes(-12);

    [Theory]
    [InlineData(GateMode.Background)]
    [InlineData(GateMode.Step)]
    public async Task What_failed_in_an_attempt_that_was_aborted_is_not_held_against_the_next(GateMode mode)
    {
        var (evaluation, source) = await EvaluateAsync(Given.Request() with { Mode = mode }, new Story());

        evaluation.Verdict.ShouldBe(Verdict.Pass, evaluation.Summary);
        evaluation.Warnings.ShouldHaveSingleItem().ShouldStartWith("the canary had no traffic from 10:00Z to 11:48Z while stable was busy, and nobody asked about it: this is another attempt");
        (source.Asked, evaluation.Evidence!.Posts).ShouldBe((2, 2));
        evaluation.Plan!.Span.Begin.ShouldBeGreaterThanOrEqualTo(Second.AddMinutes(-1));
    }

    [Fact]
    public async Task A_second_attempt_that_fails_too_is_failed()
    {
        var (evaluation, _) = await EvaluateAsync(Given.Request(), new Story { FailsAgain = true });

        evaluation.Verdict.ShouldBe(Verdict.Fail, evaluation.Summary);
    }

    [Fact]
    public async Task What_failed_in_this_attempt_stays_failed()
    {
        var (evaluation, source) = await EvaluateAsync(Given.Request(), new Story { Aborted = false });

        evaluation.Verdict.ShouldBe(Verdict.Fail, evaluation.Summary);
        source.Asked.ShouldBe(1);
    }

    /// <summary>A rollout that goes on is asked about: then the canary was silent, and is no other.</summary>
    [Theory]
    [InlineData(true, 1, Verdict.Fail)]
    [InlineData(false, 2, Verdict.Pass)]
    [InlineData(null, 2, Verdict.Pass)]
    public async Task A_rollout_that_was_asked_about_meanwhile_went_on(bool? wasAsked, int asked, Verdict verdict)
    {
        var (from, to) = (default(DateTimeOffset), default(DateTimeOffset));
        var (evaluation, source) = await EvaluateAsync(Given.Request(), new Story(), (begin, end, _) =>
        {
            (from, to) = (begin, end);
            return Task.FromResult(wasAsked);
        });

        (evaluation.Verdict, source.Asked).ShouldBe((verdict, asked), evaluation.Summary);
        (to - from).ShouldBe(TimeSpan.FromMinutes(106), "the first two minutes may hold a question that was under way");
    }

    [Fact]
    public async Task Whoever_says_when_the_rollout_began_is_taken_at_his_word()
    {
        (await EvaluateAsync(Given.Request() with { RolloutStartedAt = First }, new Story())).Evaluation.Verdict.ShouldBe(Verdict.Fail);
        (await EvaluateAsync(Given.Request() with { StepStartedAt = First }, new Story())).Evaluation.Verdict.ShouldBe(Verdict.Fail);
        (await EvaluateAsync(Given.Request() with { StepStartedAt = Second.AddMinutes(1) }, new Story())).Evaluation.Verdict.ShouldBe(Verdict.Pass);
    }

    [Theory]
    [InlineData(14, 1)]
    [InlineData(16, 2)]
    public async Task A_quarter_of_an_hour_is_another_attempt(int minutes, int asked)
    {
        var (_, source) = await EvaluateAsync(Given.Request(), new Story { Back = First.AddMinutes(4 + minutes) });

        source.Asked.ShouldBe(asked);
    }

    [Fact]
    public async Task Nobody_is_missed_where_stable_has_no_requests_either()
    {
        var (_, source) = await EvaluateAsync(Given.Request(), new Story { StableRests = true });

        source.Asked.ShouldBe(1);
    }

    private static async Task<(GateEvaluation Evaluation, Story Source)> EvaluateAsync(
        GateRequest request, Story story, Func<DateTimeOffset, DateTimeOffset, CancellationToken, Task<bool?>>? wasAsked = null)
    {
        var policy = Given.Policy(Given.ErrorRate(margin: null) with { Judge = SequentialJudge.Chosen });
        var moment = new EvaluationMoment(Given.Now, First.AddMinutes(2), First.AddMinutes(2)) { WasAsked = wasAsked };
        var evaluation = await new GateEvaluator([new SequentialJudge()])
            .EvaluateAsync(request with { StepWeight = 25 }, new PolicyResolution.Resolved(policy), moment, story, TimeSpan.FromSeconds(10), CancellationToken.None);
        return (evaluation, story);
    }

    /// <summary>What New Relic would answer: 300 requests a minute of the canary, 900 of stable.</summary>
    private sealed record Story : IEvidenceSource
    {
        public bool Aborted { get; init; } = true;

        public bool FailsAgain { get; init; }

        public bool StableRests { get; init; }

        public DateTimeOffset Back { get; init; } = Second;

        public int Asked { get; private set; }

        public Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct)
        {
            Asked++;
            budget.ShouldBeGreaterThan(TimeSpan.Zero);
            var moments = Enumerable.Range(0, plan.Span.Buckets).Select(t => plan.Span.Begin + (t * plan.Span.Bucket)).ToList();
            return Task.FromResult(new GateEvidence
            {
                Objectives =
                [
                    new ObjectiveEvidence(
                        "error-rate",
                        Slice(plan, moments.Select(at => (IsServing(at) ? 300.0 : 0, IsServing(at) && (at < First.AddMinutes(4) || FailsAgain) ? 300.0 : 0))),
                        Slice(plan, moments.Select(at => (StableRests && !IsServing(at) ? 0 : 900.0, 1.0))),
                        ["requests"]),
                ],
                Queries = [],
                Posts = 1,
            });
        }

        private bool IsServing(DateTimeOffset at) => at >= First && (at < First.AddMinutes(4) || at >= Back || !Aborted);

        private static SliceEvidence Slice(EvidencePlan plan, IEnumerable<(double Exposure, double Bad)> counts)
        {
            List<Bucket> buckets = [.. counts.Select((count, t) => new Bucket(plan.Span.Begin + (t * plan.Span.Bucket), count.Exposure, Math.Min(count.Bad, count.Exposure)))];
            var window = buckets.Where(bucket => bucket.Begin >= plan.Window.Begin).ToList();
            var (bad, all) = (window.Sum(bucket => bucket.Bad!.Value), window.Sum(bucket => bucket.Exposure));
            return all > 0 ? new SliceEvidence.Measured(bad / all, all, bad, buckets) : new SliceEvidence.NoData { Buckets = buckets };
        }
    }
}
