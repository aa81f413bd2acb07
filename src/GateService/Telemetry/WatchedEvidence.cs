using System.Diagnostics;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Words;
using static GateService.Telemetry.GateTelemetry;

namespace GateService.Telemetry;

/// <summary>Evidence for one evaluation, with the time and the troubles of getting it; the span of judging begins where this ends.</summary>
internal sealed class WatchedEvidence(IEvidenceSource source, GateMetrics metrics, TimeProvider time) : IEvidenceSource
{
    private volatile bool _isAsking;

    public TimeSpan Took { get; private set; }

    /// <summary>Questions to New Relic were begun, and their answers have not come back whole.</summary>
    public bool IsAsking => _isAsking;

    /// <summary>The span from evidence to verdict; whoever waits for the verdict ends it.</summary>
    public Activity? Judging { get; private set; }

    public async Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        _isAsking = true;
        GateEvidence evidence;
        using (var span = GateTracing.Start(Spans.NerdGraph))
        {
            evidence = await source.GatherAsync(plan, open, budget, ct);
            _isAsking = false;
            span?.SetTag(Tags.Posts, evidence.Posts);
            Took = time.GetElapsedTime(started);
            Report(evidence, Took, span);
        }

        Judging = GateTracing.Start(Spans.Judge);
        return evidence;
    }

    public async Task<GateEvidence> TellPodsApartAsync(EvidencePlan plan, GateEvidence evidence, TimeSpan budget, CancellationToken ct)
    {
        var (started, asked) = (time.GetTimestamp(), evidence.Queries.Count);
        using var span = GateTracing.Start(Spans.NerdGraph);
        _isAsking = true;
        var told = await source.TellPodsApartAsync(plan, evidence, budget, ct);
        _isAsking = false;
        span?.SetTag(Tags.Posts, told.Posts - evidence.Posts);
        var took = time.GetElapsedTime(started);
        Took += took;
        Report(told with { Queries = [.. told.Queries.Skip(asked)], Posts = told.Posts - evidence.Posts }, took, span);
        return told;
    }

    private void Report(GateEvidence evidence, TimeSpan took, Activity? span)
    {
        if (evidence.Posts > 0)
        {
            metrics.NerdGraphAsked(took);
        }

        var troubles = evidence.Queries.Select(query => query.Trouble).OfType<QueryTrouble>().ToList();
        foreach (var trouble in troubles)
        {
            metrics.ErrorSeen($"newRelic.{EnumNames.Of(trouble)}");
        }

        if (troubles.Count > 0)
        {
            span?.SetStatus(ActivityStatusCode.Error, EnumNames.Of(troubles[0]));
        }
    }
}
