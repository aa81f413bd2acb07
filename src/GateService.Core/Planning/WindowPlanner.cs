using System.Globalization;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Words;

namespace GateService.Core.Planning;

/// <summary>
/// Chooses the stretch of telemetry to judge: whole buckets, counted from where the step began, ending where New Relic has surely
/// everything. Pure: the clock comes in with the moment.
/// </summary>
public static class WindowPlanner
{
    /// <summary>New Relic's limit on TIMESERIES.</summary>
    public const int MostBuckets = TelemetrySource.MostBuckets;

    /// <summary>Longest evidence: four TIMESERIES, a day of minutes.</summary>
    public const int LongestSpan = 4 * MostBuckets;

    /// <summary>A fail is acted on, and the traffic taken away, within this of the question.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(2);

    public static WindowPlan Plan(GateRequest request, GatePolicy policy, EvaluationMoment moment)
    {
        var end = DataEnd(request, policy, moment);
        var begin = TruncateToSecond(Begin(request, policy, moment, end));
        var buckets = (int)Math.Clamp(Math.Floor((end - begin) / policy.Bucket), 0, int.MaxValue);
        if (buckets == 0)
        {
            return new WindowPlan.TooEarly(Early(request, policy, begin));
        }

        var span = Span(request, policy, moment, begin, end);
        var last = span.Begin + ((int)Math.Floor((end - span.Begin) / policy.Bucket) * policy.Bucket);
        var warning = (last - span.Begin) / policy.Bucket > LongestSpan ? TooLong(policy) : null;
        var first = warning is null ? span.Begin : last - (LongestSpan * policy.Bucket);
        var skipped = (int)Math.Clamp(Math.Ceiling((begin - first) / policy.Bucket), 0, ((last - first) / policy.Bucket) - 1);
        return new WindowPlan.Planned(new EvaluationWindow(first + (skipped * policy.Bucket), last, policy.Bucket), warning)
        {
            Span = new EvaluationWindow(first, last, policy.Bucket),
            History = span.SinceRollout ? History(request, policy, first) : null,
        };
    }

    /// <summary>A judge that carries evidence from step to step looks back to where the rollout began.</summary>
    private static (DateTimeOffset Begin, bool SinceRollout) Span(GateRequest request, GatePolicy policy, EvaluationMoment moment, DateTimeOffset begin, DateTimeOffset end)
    {
        if (!policy.Objectives.Any(objective => objective.Judge.Needs.Span))
        {
            return (begin, false);
        }

        if (request.Mode == GateMode.Preflight)
        {
            return (begin - (policy.Sequential.History ?? (Clock.Of(policy.Bucket).HistoryBuckets * policy.Bucket)), false);
        }

        var rollout = request.RolloutStartedAt ?? (moment.RolloutFirstSeen is { } seen ? Later(Earlier(seen, end) - policy.Window, EarlierEnd(moment) ?? DateTimeOffset.MinValue) : begin);
        return (TruncateToSecond(Earlier(rollout, begin)), true);
    }

    /// <summary>A canary has a stable slice beside it whose past tells how healthy buckets scatter; after a switch the past is all there is of stable.</summary>
    private static EvaluationWindow? History(GateRequest request, GatePolicy policy, DateTimeOffset rollout)
    {
        if (!policy.Objectives.Any(objective => request is { Strategy: Strategy.Canary, StableHash: not null } ? objective.Judge.Needs.Pods : EvidencePlanner.HasPastAlone(objective, request)))
        {
            return null;
        }

        var clock = Clock.Of(policy.Bucket);
        var cell = clock.BucketsPerCell * policy.Bucket;
        var cells = policy.Sequential.History is { } length ? (int)Math.Min(length / cell, MostBuckets / 2) : clock.HistoryBuckets / clock.BucketsPerCell;
        return cells == 0 ? null : new EvaluationWindow(rollout - (cells * cell), rollout, cell);
    }

    private static string TooLong(GatePolicy policy) => string.Create(
        CultureInfo.InvariantCulture,
        $"the rollout is longer than {LongestSpan} buckets of {Durations.Say(policy.Bucket)}: only the last ones are judged, and what was seen before is forgotten; a wider bucket in the policy sees further back");

    /// <summary>A past moment is complete already; the present only up to the ingest delay.</summary>
    private static DateTimeOffset DataEnd(GateRequest request, GatePolicy policy, EvaluationMoment moment)
    {
        var complete = moment.Now - policy.IngestDelay;
        return request.At is { } at && at < complete ? at : complete;
    }

    private static DateTimeOffset Begin(GateRequest request, GatePolicy policy, EvaluationMoment moment, DateTimeOffset end)
    {
        var window = request.Window ?? policy.Window;
        if (request.Mode == GateMode.Preflight)
        {
            // Stable served before the rollout began, and it is that which is judged: what happened since, or how long a preflight is asked for, is of no interest.
            return end - window;
        }

        if (request.StepStartedAt is { } stepStarted)
        {
            return request.Window is null ? stepStarted : Later(stepStarted, end - window);
        }

        var begin = moment.StepFirstSeen is { } seen && request.Window is null ? Earlier(seen, end) - window : end - window;
        return (request.RolloutStartedAt ?? EarlierEnd(moment)) is { } started ? Later(started, begin) : begin;
    }

    /// <summary>When an earlier attempt of the same version was over: soon after the last question about it, and before the first one about this.</summary>
    private static DateTimeOffset? EarlierEnd(EvaluationMoment moment) => moment is { EarlierAttempt: { } asked, RolloutFirstSeen: { } seen } ? Earlier(asked + UnderWay, seen) : null;

    private static string Early(GateRequest request, GatePolicy policy, DateTimeOffset begin)
    {
        var what = request.StepStartedAt is not null ? "step" : "window";
        var ready = begin + policy.Bucket + (request.At is null ? policy.IngestDelay : TimeSpan.Zero);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"too early: the {what} began at {begin:HH:mm:ss}Z; its first complete {Durations.Say(policy.Bucket)} bucket is in New Relic at {ready:HH:mm:ss}Z");
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static DateTimeOffset TruncateToSecond(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
