namespace GateService.Telemetry;

/// <summary>Every name of a span, a metric and a tag, and nowhere else. charts/gate-service/files holds a dashboard and alerts by these names; a test compares.</summary>
internal static class GateTelemetry
{
    /// <summary>Of the activity source and of the meter.</summary>
    public const string Source = "GateService";

    internal static class Spans
    {
        public const string Evaluate = "gate.evaluate";
        public const string Policy = "gate.policy";
        public const string NerdGraph = "gate.nerdgraph";
        public const string Judge = "gate.judge";
        public const string Keep = "gate.keep";
        public const string Deliver = "gate.deliver";
    }

    internal static class Metrics
    {
        public const string Verdicts = "gate.verdicts";
        public const string Findings = "gate.findings";
        public const string EvaluationDuration = "gate.evaluation.duration";
        public const string NerdGraphDuration = "gate.nerdgraph.duration";
        public const string NerdGraphQueries = "gate.nerdgraph.queries";
        public const string NerdGraphBudget = "gate.nerdgraph.budget.used";
        public const string NerdGraphRationed = "gate.nerdgraph.rationed";
        public const string Shadows = "gate.shadows";
        public const string Errors = "gate.errors";
        public const string Refusals = "gate.refusals";
        public const string RolloutValue = "gate.rollout.value";
        public const string RolloutStable = "gate.rollout.stable";
        public const string RolloutLimit = "gate.rollout.limit";
        public const string RolloutEvidence = "gate.rollout.evidence";
        public const string RolloutFailsAt = "gate.rollout.evidence.fails.at";
        public const string RolloutWeight = "gate.rollout.weight";
        public const string PolicyFaults = "gate.policies.faults";
        public const string TokenFaults = "gate.tokens.faults";
        public const string OutboxDepth = "gate.outbox.depth";
        public const string Deliveries = "gate.outbox.deliveries";
        public const string DeliveryDelay = "gate.outbox.delay";

        /// <summary>All of them, for whoever holds documents to the code.</summary>
        public static IReadOnlyList<string> All { get; } =
        [
            .. typeof(Metrics).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
        ];
    }

    internal static class Tags
    {
        public const string Team = "team";
        public const string Service = "service";
        public const string Cluster = "cluster";
        public const string Namespace = "namespace";
        public const string Rollout = "rollout";
        public const string Objective = "objective";
        public const string Verdict = "verdict";
        public const string ShadowPolicy = "shadow_policy";
        public const string ShadowVerdict = "shadow_verdict";
        public const string Outcome = "outcome";
        public const string Kind = "kind";
        public const string Reason = "reason";
        public const string Priority = "priority";
        public const string Channel = "channel";
        public const string State = "state";
        public const string Decision = "gate.decision";
        public const string PolicyRevision = "gate.policy.revision";
        public const string Posts = "gate.nerdgraph.posts";
        public const string Attempt = "gate.outbox.attempt";
    }
}
