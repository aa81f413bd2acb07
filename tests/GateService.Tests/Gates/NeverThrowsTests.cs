using CsCheck;
using FluentValidation;
using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.History;
using GateService.Policies;
using GateService.Tests.Hosting;
using GateService.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GateService.Tests.Gates;

/// <summary>What the validator takes, nothing behind it throws on: not the planner, not the judges, not the answer, not what is kept; whatever numbers New Relic sends.</summary>
public sealed class NeverThrowsTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 30, TimeSpan.Zero);

    private static readonly Gen<string?> Moments = Gen.OneOf(
        Any<string?>(null, null, null, "2000-01-01T00:00:00Z", "2000-01-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2026-11-28T12:05:00Z", "2026-11-28T11:00:00+14:00", "946684800000", "253402300799999", "2026-02-30"),
        Gen.Int[0, 200_000].Select(string? (seconds) => Now.AddSeconds(-seconds).ToString("O")));

    private static readonly Gen<string?> Windows = Any<string?>(null, null, "10s", "24h", "10m", "PT10M", "1e3", "0", "-Infinity", "NaN", "Infinity", "-1", "9999999", "P9999999D", "600.5", "0.001ms", "86400");

    private static readonly Gen<EvaluateRequest> Requests = Gen.Select(
        Any<string?>(null, "step", "background", "preflight"), Any<string?>(null, "canary", "blueGreen", "rolling"),
        Any<string?>(null, "0", "5", "100", "1e-300", "99.999", "NaN"), Moments, Moments, Moments, Windows,
        Any<string?>(null, "http-threshold", "http-kubernetes", "worker-default", "grpc-default", "http-fix", "nothing"),
        (mode, strategy, weight, step, rollout, at, window, policy) => new EvaluateRequest
        {
            Service = "checkout",
            Namespace = "shop",
            CanaryHash = "5c6d7e8f",
            StableHash = "7d9f8c6b54",
            Mode = mode,
            Strategy = strategy,
            StepWeight = weight,
            StepStartedAt = step,
            RolloutStartedAt = rollout,
            At = at,
            Window = window,
            Policy = policy,
        });

    private static readonly Gen<double> Numbers = Gen.OneOf(
        Any<double>(0, 1, 0.5, -0d, double.Epsilon, 1e-300, 1e15, 9.3e18, 1e300, 1e308, double.MaxValue, -1, -1e308, double.NaN, double.PositiveInfinity, double.NegativeInfinity),
        Gen.Double[0, 1000]);

    private readonly GateEvaluator _evaluator = fixture.Gate.App.Services.GetRequiredService<GateEvaluator>();
    private readonly IValidator<EvaluateRequest> _validator = fixture.Gate.App.Services.GetRequiredService<IValidator<EvaluateRequest>>();
    private readonly PolicyCatalog _catalog = fixture.Gate.App.Services.GetRequiredService<PolicyStore>().Current.Catalog;

    [Fact]
    public void What_the_validator_takes_is_planned_judged_written_and_kept_whatever_the_numbers() =>
        Gen.Select(Requests, Numbers.Array[1, 12], Gen.Bool).Sample(
            (wire, numbers, foreseen) =>
            {
                if (!_validator.Validate(wire).IsValid)
                {
                    return true;
                }

                var request = GateRequests.Of(wire, "platform");
                var moment = new EvaluationMoment(Now, foreseen ? Now.AddMinutes(-numbers.Length) : null, foreseen ? Now.AddHours(-numbers.Length) : null);
                var evaluation = _evaluator.EvaluateAsync(request, _catalog.Resolve(request), moment, new Scripted(numbers), TimeSpan.FromSeconds(1), default).GetAwaiter().GetResult();
                Answered(FiniteNumbers.Only(evaluation));
                return true;
            },
            iter: 400,
            threads: 1,
            print: example => System.Text.Json.JsonSerializer.Serialize(new { example.Item1, Numbers = example.Item2.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)), example.Item3 }));

    [Fact]
    public void Every_accepted_moment_and_window_can_be_planned_with_every_shipped_policy() =>
        Requests.Sample(
            wire =>
            {
                foreach (var policy in _validator.Validate(wire).IsValid ? _catalog.Policies.Select(known => known.Name) : [])
                {
                    var request = GateRequests.Of(wire with { Policy = policy }, "platform");
                    if (_catalog.Resolve(request) is PolicyResolution.Resolved(var resolved) && WindowPlanner.Plan(request, resolved, new EvaluationMoment(Now)) is WindowPlan.Planned window)
                    {
                        EvidencePlanner.Plan(request, resolved, window).Window.Buckets.ShouldBeInRange(1, WindowPlanner.LongestSpan);
                    }
                }

                return true;
            },
            iter: 2_000,
            threads: 1);

    private static Gen<T> Any<T>(params T[] of) => Gen.Int[0, of.Length - 1].Select(i => of[i]);

    private static void Answered(GateEvaluation evaluation)
    {
        var response = EvaluateResponses.Of(evaluation, new DecisionReference("01M86RAPQCFYM8R6Z0990PQN1D", "http://gate/"), ["a warning"]);
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        JsonAnswer.Of(response).ExecuteAsync(http).GetAwaiter().GetResult();
        StoredDecision.Of(new DecisionRecord(DecisionRecord.CurrentFormat, "01M86RAPQCFYM8R6Z0990PQN1D", Now, evaluation, "http://gate/", ["a warning"], new DecisionTimings(0, 0, 0))).Verdict.ShouldBe((string)response.Result[1]);
        ((string)response.Result[2]).Length.ShouldBeInRange(1, ReasonLine.Longest);
        Counts(response).ShouldAllBe(count => Math.Round(count, 3).Equals(count), "the noise of adding up is no news");
    }

    private static IEnumerable<double> Counts(EvaluateResponse response) =>
        response.Objectives.Select(objective => objective.Judgement?.Tested).OfType<TestedResponse>().SelectMany(tested => new[] { tested.Events, tested.StableEvents ?? 0 })
            .Concat(response.Attribution?.Classes.SelectMany(known => new[] { known.Canary, known.Stable }) ?? []);

    /// <summary>Answers every objective with the same few numbers over and over, in the shape that New Relic's answers are laid out in.</summary>
    private sealed class Scripted(double[] numbers) : IEvidenceSource
    {
        private int _next;

        public Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct) => Task.FromResult(new GateEvidence
        {
            Objectives = [.. plan.Objectives.Select(objective => new ObjectiveEvidence(objective.Name, Slice(plan), plan.Control is null ? new SliceEvidence.NoData() : Slice(plan), ["requests"]) { StableQuantile = Number() })],
            Errors = plan.Attribution is null ? null : new ErrorEvidence { Canary = [Series(plan)], Stable = [Series(plan)] },
            Queries = [new QueryRecord("requests", "SELECT 1", "answered")],
            Posts = 1,
        });

        private SliceEvidence.Measured Slice(EvidencePlan plan) => new(Number(), Number(), Number(), [.. Enumerable.Range(0, plan.Span.Buckets).Select(i =>
            new Bucket(plan.Span.Begin + (i * plan.Span.Bucket), Number(), Number(), Number(), Number(), Number()))]);

        private ErrorSeries Series(EvidencePlan plan) => new(null, [.. Enumerable.Range(0, plan.Span.Buckets).Select(_ => new ErrorCount(Number(), Number()))]);

        private double Number() => numbers[_next++ % numbers.Length];
    }
}
