using GateService.Core.Evidence;

namespace GateService.History.Vocabulary;

/// <summary>Words of what New Relic said in records.</summary>
internal static class EvidenceWords
{
    public static IReadOnlyList<TypeWords> All { get; } =
    [
        TypeWords.Of<Bucket>(
            (nameof(Bucket.Begin), "begin"),
            (nameof(Bucket.Exposure), "exposure"),
            (nameof(Bucket.Bad), "bad"),
            (nameof(Bucket.Mean), "mean"),
            (nameof(Bucket.StandardDeviation), "standardDeviation"),
            (nameof(Bucket.BadAgainstStable), "badAgainstStable"),
            (nameof(Bucket.AllBad), "allBad"),
            (nameof(Bucket.BadOverFloor), "badOverFloor")),
        TypeWords.Of<ClusterCount>(
            (nameof(ClusterCount.Names), "names"),
            (nameof(ClusterCount.Most), "most"),
            (nameof(ClusterCount.Requests), "requests"),
            (nameof(ClusterCount.Unnamed), "unnamed")),
        TypeWords.Of<DependencyCalls>(
            (nameof(DependencyCalls.Dependency), "dependency"),
            (nameof(DependencyCalls.IsDatastore), "isDatastore"),
            (nameof(DependencyCalls.Canary), "canary"),
            (nameof(DependencyCalls.Stable), "stable")),
        TypeWords.Of<ErrorEvidence>(
            (nameof(ErrorEvidence.Canary), "canary"),
            (nameof(ErrorEvidence.Stable), "stable"),
            (nameof(ErrorEvidence.FailedCalls), "failedCalls"),
            (nameof(ErrorEvidence.Calls), "calls"),
            (nameof(ErrorEvidence.CanaryTimes), "canaryTimes"),
            (nameof(ErrorEvidence.StableTimes), "stableTimes"),
            (nameof(ErrorEvidence.CallsUnavailable), "callsUnavailable"),
            (nameof(ErrorEvidence.TimesUnavailable), "timesUnavailable"),
            (nameof(ErrorEvidence.Witnesses), "witnesses"),
            (nameof(ErrorEvidence.UnheardWitnesses), "unheardWitnesses"),
            (nameof(ErrorEvidence.Unavailable), "unavailable"),
            (nameof(ErrorEvidence.Queries), "queries")),
        TypeWords.Of<ErrorSeries>((nameof(ErrorSeries.Signature), "signature"), (nameof(ErrorSeries.Buckets), "buckets")),
        TypeWords.Of<ErrorSignature>(
            (nameof(ErrorSignature.Type), "type"),
            (nameof(ErrorSignature.Status), "status"),
            (nameof(ErrorSignature.Message), "message"),
            (nameof(ErrorSignature.Flag), "flag"),
            (nameof(ErrorSignature.Rule), "rule")),
        TypeWords.Of<FailedCall>(
            (nameof(FailedCall.Signature), "signature"),
            (nameof(FailedCall.Dependency), "dependency"),
            (nameof(FailedCall.IsCanary), "isCanary"),
            (nameof(FailedCall.At), "at")),
        TypeWords.Of<GateEvidence>(
            (nameof(GateEvidence.Objectives), "objectives"),
            (nameof(GateEvidence.Errors), "errors"),
            (nameof(GateEvidence.Timeslices), "timeslices"),
            (nameof(GateEvidence.Whereabouts), "whereabouts"),
            (nameof(GateEvidence.Queries), "queries"),
            (nameof(GateEvidence.Notes), "notes"),
            (nameof(GateEvidence.Posts), "posts")),
        TypeWords.Of<LogPattern>(
            (nameof(LogPattern.Text), "text"),
            (nameof(LogPattern.Judged), "judged"),
            (nameof(LogPattern.Control), "control"),
            (nameof(LogPattern.Trace), "trace")),
        TypeWords.Of<ObjectiveEvidence>(
            (nameof(ObjectiveEvidence.Objective), "objective"),
            (nameof(ObjectiveEvidence.Judged), "judged"),
            (nameof(ObjectiveEvidence.Control), "control"),
            (nameof(ObjectiveEvidence.Queries), "queries"),
            (nameof(ObjectiveEvidence.JudgedPods), "judgedPods"),
            (nameof(ObjectiveEvidence.StablePods), "stablePods"),
            (nameof(ObjectiveEvidence.StableQuantile), "stableQuantile"),
            (nameof(ObjectiveEvidence.LogPatterns), "logPatterns"),
            (nameof(ObjectiveEvidence.JudgedClusters), "judgedClusters"),
            (nameof(ObjectiveEvidence.ControlClusters), "controlClusters"),
            (nameof(ObjectiveEvidence.Unseen), "unseen"),
            (nameof(ObjectiveEvidence.Uncounted), "uncounted")),
        TypeWords.Of<PodTurnover>((nameof(PodTurnover.Seen), "seen"), (nameof(PodTurnover.AtOnce), "atOnce"), (nameof(PodTurnover.Gone), "gone")),
        TypeWords.Of<PodSeries>((nameof(PodSeries.Pod), "pod"), (nameof(PodSeries.Cells), "cells")),
        TypeWords.Of<QueryRecord>(
            (nameof(QueryRecord.Name), "name"),
            (nameof(QueryRecord.Nrql), "nrql"),
            (nameof(QueryRecord.Outcome), "outcome"),
            (nameof(QueryRecord.Trouble), "trouble")),
        TypeWords.Values<QueryTrouble>(
            (QueryTrouble.Unauthorized, "unauthorized"),
            (QueryTrouble.Forbidden, "forbidden"),
            (QueryTrouble.PaymentRequired, "paymentRequired"),
            (QueryTrouble.InvalidInput, "invalidInput"),
            (QueryTrouble.NotFound, "notFound"),
            (QueryTrouble.Timeout, "timeout"),
            (QueryTrouble.RateLimited, "rateLimited"),
            (QueryTrouble.ServerError, "serverError"),
            (QueryTrouble.Network, "network"),
            (QueryTrouble.MalformedResponse, "malformedResponse"),
            (QueryTrouble.CircuitOpen, "circuitOpen"),
            (QueryTrouble.Overloaded, "overloaded"),
            (QueryTrouble.TooLong, "tooLong"),
            (QueryTrouble.NoRoom, "noRoom"),
            (QueryTrouble.DeadlineExceeded, "deadlineExceeded"),
            (QueryTrouble.Unknown, "unknown")),
        TypeWords.Of<SliceEvidence>((nameof(SliceEvidence.Buckets), "buckets")),
        TypeWords.KindOf<SliceEvidence.Measured>("measured",
            (nameof(SliceEvidence.Measured.Value), "value"),
            (nameof(SliceEvidence.Measured.Sample), "sample"),
            (nameof(SliceEvidence.Measured.Bad), "bad"),
            (nameof(SliceEvidence.Measured.Buckets), "buckets")),
        TypeWords.KindOf<SliceEvidence.NoData>("noData", (nameof(SliceEvidence.NoData.Buckets), "buckets")),
        TypeWords.KindOf<SliceEvidence.Unavailable>("unavailable",
            (nameof(SliceEvidence.Unavailable.Cause), "cause"),
            (nameof(SliceEvidence.Unavailable.Buckets), "buckets")),
        TypeWords.Of<TimesliceCount>(
            (nameof(TimesliceCount.Requests), "requests"),
            (nameof(TimesliceCount.HostMinutes), "hostMinutes")),
        TypeWords.Of<TimesliceEvidence>((nameof(TimesliceEvidence.Judged), "judged"), (nameof(TimesliceEvidence.Control), "control")),
    ];
}
