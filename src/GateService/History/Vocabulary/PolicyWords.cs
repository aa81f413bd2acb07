using GateService.Core.Policies;

namespace GateService.History.Vocabulary;

/// <summary>Words of policies in records.</summary>
internal static class PolicyWords
{
    public static IReadOnlyList<TypeWords> All { get; } =
    [
        TypeWords.KindOf<ApdexObjective>("apdexObjective", (nameof(ApdexObjective.Threshold), "threshold")),
        TypeWords.Of<AttributionSettings>(
            (nameof(AttributionSettings.IsEnabled), "isEnabled"),
            (nameof(AttributionSettings.Floor), "floor"),
            (nameof(AttributionSettings.Margin), "margin"),
            (nameof(AttributionSettings.AlibiMargin), "alibiMargin"),
            (nameof(AttributionSettings.CallMargin), "callMargin"),
            (nameof(AttributionSettings.OutageShare), "outageShare"),
            (nameof(AttributionSettings.OnUncorroborated), "onUncorroborated"),
            (nameof(AttributionSettings.Dependencies), "dependencies"),
            (nameof(AttributionSettings.Signatures), "signatures")),
        TypeWords.Of<DependencySettings>(
            (nameof(DependencySettings.Name), "name"),
            (nameof(DependencySettings.Hosts), "hosts"),
            (nameof(DependencySettings.Margin), "margin"),
            (nameof(DependencySettings.Witnesses), "witnesses")),
        TypeWords.KindOf<ErrorRateObjective>("errorRateObjective"),
        TypeWords.Of<GatePolicy>(
            (nameof(GatePolicy.Name), "name"),
            (nameof(GatePolicy.Revision), "revision"),
            (nameof(GatePolicy.Description), "description"),
            (nameof(GatePolicy.Telemetry), "telemetry"),
            (nameof(GatePolicy.Slices), "slices"),
            (nameof(GatePolicy.Window), "window"),
            (nameof(GatePolicy.Bucket), "bucket"),
            (nameof(GatePolicy.IngestDelay), "ingestDelay"),
            (nameof(GatePolicy.Sequential), "sequential"),
            (nameof(GatePolicy.Attribution), "attribution"),
            (nameof(GatePolicy.JudgesOnlyAgainstStable), "judgesOnlyAgainstStable"),
            (nameof(GatePolicy.Objectives), "objectives"),
            (nameof(GatePolicy.Origins), "origins")),
        TypeWords.Of<JudgeNeeds>(
            (nameof(JudgeNeeds.Span), "span"),
            (nameof(JudgeNeeds.Pods), "pods"),
            (nameof(JudgeNeeds.Budget), "budget"),
            (nameof(JudgeNeeds.Attribution), "attribution")),
        TypeWords.Of<KpiDefinition>(
            (nameof(KpiDefinition.EventType), "eventType"),
            (nameof(KpiDefinition.Form), "form"),
            (nameof(KpiDefinition.Where), "where"),
            (nameof(KpiDefinition.Numerator), "numerator"),
            (nameof(KpiDefinition.Attribute), "attribute"),
            (nameof(KpiDefinition.Parameters), "parameters")),
        TypeWords.Values<KpiForm>(
            (KpiForm.Ratio, "ratio"),
            (KpiForm.Rate, "rate"),
            (KpiForm.Mean, "mean")),
        TypeWords.KindOf<KpiObjective>("kpiObjective", (nameof(KpiObjective.Definition), "definition")),
        TypeWords.Of<KpiParameter>(
            (nameof(KpiParameter.Name), "name"),
            (nameof(KpiParameter.Type), "type"),
            (nameof(KpiParameter.Default), "default")),
        TypeWords.Values<KpiParameterType>((KpiParameterType.Text, "text"), (KpiParameterType.Number, "number")),
        TypeWords.KindOf<LatencyObjective>("latencyObjective", (nameof(LatencyObjective.Quantile), "quantile")),
        TypeWords.Of<Objective>(
            (nameof(Objective.Name), "name"),
            (nameof(Objective.Limit), "limit"),
            (nameof(Objective.Comparison), "comparison"),
            (nameof(Objective.Floor), "floor"),
            (nameof(Objective.Margin), "margin"),
            (nameof(Objective.Weight), "weight"),
            (nameof(Objective.IsPromise), "isPromise"),
            (nameof(Objective.MinimumSample), "minimumSample"),
            (nameof(Objective.Judge), "judge")),
        TypeWords.KindOf<PodHealthObjective>("podHealthObjective", (nameof(PodHealthObjective.Signal), "signal")),
        TypeWords.Values<PodSignal>(
            (PodSignal.Running, "running"),
            (PodSignal.Ready, "ready"),
            (PodSignal.Restarts, "restarts")),
        TypeWords.Of<PolicyPosition>((nameof(PolicyPosition.File), "file"), (nameof(PolicyPosition.Line), "line")),
        TypeWords.Of<PolicyValueOrigin>(
            (nameof(PolicyValueOrigin.Path), "path"),
            (nameof(PolicyValueOrigin.Value), "value"),
            (nameof(PolicyValueOrigin.File), "file"),
            (nameof(PolicyValueOrigin.Line), "line")),
        TypeWords.Of<QueueDefinition>(
            (nameof(QueueDefinition.System), "system"),
            (nameof(QueueDefinition.Name), "name"),
            (nameof(QueueDefinition.Topic), "topic")),
        TypeWords.KindOf<QueueLagObjective>("queueLagObjective", (nameof(QueueLagObjective.Queue), "queue")),
        TypeWords.Values<QueueSystem>((QueueSystem.Kafka, "kafka"), (QueueSystem.Sqs, "sqs")),
        TypeWords.Of<SequentialSettings>(
            (nameof(SequentialSettings.ErrorBudget), "errorBudget"),
            (nameof(SequentialSettings.FalseProof), "falseProof"),
            (nameof(SequentialSettings.FewestBadBuckets), "fewestBadBuckets"),
            (nameof(SequentialSettings.WarmUp), "warmUp"),
            (nameof(SequentialSettings.History), "history"),
            (nameof(SequentialSettings.Proof), "proof"),
            (nameof(SequentialSettings.PromoteOn), "promoteOn"),
            (nameof(SequentialSettings.SampleRatio), "sampleRatio"),
            (nameof(SequentialSettings.FailWithoutTraffic), "failWithoutTraffic")),
        TypeWords.Values<SignatureOrigin>(
            (SignatureOrigin.Own, "own"),
            (SignatureOrigin.Dependency, "dependency"),
            (SignatureOrigin.Client, "client"),
            (SignatureOrigin.Platform, "platform"),
            (SignatureOrigin.Bypass, "bypass")),
        TypeWords.Of<SignatureRule>(
            (nameof(SignatureRule.Name), "name"),
            (nameof(SignatureRule.Types), "types"),
            (nameof(SignatureRule.Messages), "messages"),
            (nameof(SignatureRule.Statuses), "statuses"),
            (nameof(SignatureRule.Dependencies), "dependencies"),
            (nameof(SignatureRule.Flags), "flags"),
            (nameof(SignatureRule.Origin), "origin"),
            (nameof(SignatureRule.Named), "named"),
            (nameof(SignatureRule.Reason), "reason"),
            (nameof(SignatureRule.Until), "until"),
            (nameof(SignatureRule.Position), "position")),
        TypeWords.Values<SliceBy>(
            (SliceBy.PodName, "podName"),
            (SliceBy.Host, "host"),
            (SliceBy.ReplicaSet, "replicaSet"),
            (SliceBy.Label, "label"),
            (SliceBy.Attribute, "attribute")),
        TypeWords.Of<SliceRule>(
            (nameof(SliceRule.By), "by"),
            (nameof(SliceRule.Attributes), "attributes"),
            (nameof(SliceRule.CanaryValue), "canaryValue"),
            (nameof(SliceRule.StableValue), "stableValue")),
        TypeWords.Values<StepDemand>((StepDemand.NoHarm, "noHarm"), (StepDemand.Proven, "proven")),
        TypeWords.KindOf<SuccessRateObjective>("successRateObjective"),
        TypeWords.Of<TelemetrySource>(
            (nameof(TelemetrySource.Account), "account"),
            (nameof(TelemetrySource.EventType), "eventType"),
            (nameof(TelemetrySource.ServiceAttribute), "serviceAttribute"),
            (nameof(TelemetrySource.FlagAttribute), "flagAttribute"),
            (nameof(TelemetrySource.NamespaceAttributes), "namespaceAttributes"),
            (nameof(TelemetrySource.ClusterAttributes), "clusterAttributes")),
        TypeWords.Values<Uncorroborated>((Uncorroborated.Fail, "fail"), (Uncorroborated.Inconclusive, "inconclusive")),
    ];
}
