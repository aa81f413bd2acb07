using GateService.Core.Planning;
using GateService.Core.Requests;

namespace GateService.History.Vocabulary;

/// <summary>Words of requests and what was to be learnt in records.</summary>
internal static class RequestWords
{
    public static IReadOnlyList<TypeWords> All { get; } =
    [
        TypeWords.Values<GateMode>(
            (GateMode.Step, "step"),
            (GateMode.Background, "background"),
            (GateMode.Preflight, "preflight")),
        TypeWords.Of<GateRequest>(
            (nameof(GateRequest.Service), "service"),
            (nameof(GateRequest.Namespace), "namespace"),
            (nameof(GateRequest.Cluster), "cluster"),
            (nameof(GateRequest.Rollout), "rollout"),
            (nameof(GateRequest.Team), "team"),
            (nameof(GateRequest.Strategy), "strategy"),
            (nameof(GateRequest.Mode), "mode"),
            (nameof(GateRequest.CanaryHash), "canaryHash"),
            (nameof(GateRequest.StableHash), "stableHash"),
            (nameof(GateRequest.Revision), "revision"),
            (nameof(GateRequest.StepIndex), "stepIndex"),
            (nameof(GateRequest.StepWeight), "stepWeight"),
            (nameof(GateRequest.StepStartedAt), "stepStartedAt"),
            (nameof(GateRequest.RolloutStartedAt), "rolloutStartedAt"),
            (nameof(GateRequest.Window), "window"),
            (nameof(GateRequest.Policy), "policy"),
            (nameof(GateRequest.Args), "args"),
            (nameof(GateRequest.Change), "change"),
            (nameof(GateRequest.At), "at")),
        TypeWords.Of<Change>(
            (nameof(Change.Image), "image"),
            (nameof(Change.Commit), "commit"),
            (nameof(Change.StableCommit), "stableCommit"),
            (nameof(Change.Author), "author"),
            (nameof(Change.PullRequest), "pullRequest"),
            (nameof(Change.Diff), "diff"),
            (nameof(Change.Link), "link"),
            (nameof(Change.Runbook), "runbook")),
        TypeWords.Values<Slice>(
            (Slice.Canary, "canary"),
            (Slice.Stable, "stable"),
            (Slice.All, "all")),
        TypeWords.Values<Strategy>(
            (Strategy.Canary, "canary"),
            (Strategy.BlueGreen, "blueGreen"),
            (Strategy.Rolling, "rolling")),
        TypeWords.Of<EvaluationWindow>(
            (nameof(EvaluationWindow.Begin), "begin"),
            (nameof(EvaluationWindow.End), "end"),
            (nameof(EvaluationWindow.Bucket), "bucket")),
        TypeWords.Of<EvidencePlan>(
            (nameof(EvidencePlan.Window), "window"),
            (nameof(EvidencePlan.Span), "span"),
            (nameof(EvidencePlan.History), "history"),
            (nameof(EvidencePlan.Telemetry), "telemetry"),
            (nameof(EvidencePlan.Service), "service"),
            (nameof(EvidencePlan.ServicePieces), "servicePieces"),
            (nameof(EvidencePlan.Rollout), "rollout"),
            (nameof(EvidencePlan.Namespace), "namespace"),
            (nameof(EvidencePlan.Cluster), "cluster"),
            (nameof(EvidencePlan.IsPast), "isPast"),
            (nameof(EvidencePlan.Mode), "mode"),
            (nameof(EvidencePlan.Slice), "slice"),
            (nameof(EvidencePlan.Judged), "judged"),
            (nameof(EvidencePlan.Control), "control"),
            (nameof(EvidencePlan.Former), "former"),
            (nameof(EvidencePlan.JudgedPods), "judgedPods"),
            (nameof(EvidencePlan.ControlPods), "controlPods"),
            (nameof(EvidencePlan.Weight), "weight"),
            (nameof(EvidencePlan.Objectives), "objectives"),
            (nameof(EvidencePlan.KpiArguments), "kpiArguments"),
            (nameof(EvidencePlan.KpiSlices), "kpiSlices"),
            (nameof(EvidencePlan.Attribution), "attribution"),
            (nameof(EvidencePlan.Unaskable), "unaskable"),
            (nameof(EvidencePlan.Warnings), "warnings")),
        TypeWords.Of<SliceSelector>(
            (nameof(SliceSelector.By), "by"),
            (nameof(SliceSelector.Attributes), "attributes"),
            (nameof(SliceSelector.Value), "value"),
            (nameof(SliceSelector.Pieces), "pieces"),
            (nameof(SliceSelector.Cluster), "cluster"),
            (nameof(SliceSelector.IsOurs), "isOurs")),
        TypeWords.Of<SlicePair>((nameof(SlicePair.Judged), "judged"), (nameof(SlicePair.Control), "control")),
    ];
}
