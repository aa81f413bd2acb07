using System.Globalization;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Planning;

/// <summary>
/// Chooses the stretch of telemetry to judge: whole buckets, counted from where the step began, ending where New Relic has surely
/// everything. Pure: the clock comes in with the moment.
/// </summary>
public static class WindowPlanner
{
    /// <summary>New Relic's limit on TIMESERIES.</summary>
    public const int MostBuckets = 366;

    public static WindowPlan Plan(GateRequest request, GatePolicy policy, EvaluationMoment moment)
    {
        var end = DataEnd(request, policy, moment);
        var begin = TruncateToSecond(Begin(request, policy, moment, end));
        var buckets = (int)Math.Clamp(Math.Floor((end - begin) / policy.Bucket), 0, int.MaxValue);
        if (buckets == 0)
        {
            return new WindowPlan.TooEarly(Early(request, policy, begin));
        }

        if (buckets <= MostBuckets)
        {
            return new WindowPlan.Planned(new EvaluationWindow(begin, begin + (buckets * policy.Bucket), policy.Bucket), null);
        }

        var last = begin + (buckets * policy.Bucket);
        return new WindowPlan.Planned(
            new EvaluationWindow(last - (MostBuckets * policy.Bucket), last, policy.Bucket),
            string.Create(CultureInfo.InvariantCulture, $"the window was cut to its last {MostBuckets} buckets of {Durations.Say(policy.Bucket)}, New Relic's limit; a wider bucket in the policy sees further back"));
    }

    /// <summary>A past moment is complete already; the present only up to the ingest delay.</summary>
    private static DateTimeOffset DataEnd(GateRequest request, GatePolicy policy, EvaluationMoment moment)
    {
        var complete = moment.Now - policy.IngestDelay;
        return request.At is { } at && at < complete ? at : complete;
    }

    private static DateTimeOffset Begin(GateRequest request, GatePolicy policy, EvaluationMoment moment, DateTimeOffset end)
    {
        var window = request.Window ?? policy.Window;
        if (request.StepStartedAt is { } stepStarted)
        {
            return request.Window is null ? stepStarted : Later(stepStarted, end - window);
        }

        var begin = moment.StepFirstSeen is { } seen && request.Window is null ? Earlier(seen, end) - window : end - window;
        return request.RolloutStartedAt is { } rolloutStarted ? Later(rolloutStarted, begin) : begin;
    }

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
