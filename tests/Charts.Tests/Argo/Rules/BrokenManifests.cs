using static Charts.Tests.Argo.Rules.Broken;

namespace Charts.Tests.Argo.Rules;

/// <summary>Every way we know to break a rule.</summary>
internal static class BrokenManifests
{
    private const string Orders = "  - name: orders\n";
    private const string Background = "        measurementRetention: [{metricName: gate-background, limit: 60}]";
    private const string Service = "        - {name: service, valueFrom: {fieldRef: {fieldPath: metadata.name}}}";
    private const string DryRun = "dryRun: [{metricName: gate-.*}]";

    private const string Routing = """
              trafficRouting:
                managedRoutes: [{name: canary-by-header}]
                plugins:
                  argoproj-labs/gatewayAPI: {httpRoutes: [{name: shop, useHeaderRoutes: true}]}

        """;

    public static IReadOnlyList<Broken> All { get; } =
    [
        new(1, "an interval without a count in a step", "    count: 6\n", ""),
        new(1, "count 0 in a step", "    count: 6\n", "    count: 0\n"),
        new(1, "a count that is no number", "    count: 6\n", "    count: six\n"),
        new(1, "an interval without a count before promotion", Orders, Orders + "    interval: 60s\n"),
        new(2, "count below the inconclusive limit", "    inconclusiveLimit: 5", "    inconclusiveLimit: 7"),
        new(2, "count below failures and successes", "    failureLimit: 0", "    failureLimit: 6"),
        new(2, "count without an interval", "    interval: 60s\n    count: 6\n", "    count: 6\n"),
        new(2, "the background's count below its inconclusive limit", "    inconclusiveLimit: 10000", "    inconclusiveLimit: 10000\n    count: 9999"),
        new(3, "a negative error limit", "    consecutiveErrorLimit: 60", "    consecutiveErrorLimit: -1"),
        new(3, "a negative success limit", "    consecutiveSuccessLimit: 1", "    consecutiveSuccessLimit: -1"),
        new(3, "nothing that could end it", "    failureLimit: 1\n", "    failureLimit: -1\n"),
        new(3, "a failure limit below -1", "    failureLimit: 0", "    failureLimit: -2"),
        new(4, "an interval in words", "    interval: 60s\n    count: 6", "    interval: 1 minute\n    count: 6"),
        new(4, "a delay in days", "    initialDelay: 1m30s", "    initialDelay: 1d"),
        new(4, "an interval in words in a run that stands alone", "    interval: 30s", "    interval: half a minute") { By = Seen.Run },
        new(5, "two providers", "query: \"orders\"}", "query: \"orders\"}\n      web: {url: \"http://gate\"}"),
        new(5, "no provider", "      prometheus: {address: \"http://prometheus\", query: \"orders\"}", "      {}"),
        new(5, "two metrics of one name from two templates", Orders, "  - name: gate-step\n"),
        new(6, "a template that is not there", "[{templateName: step}, {templateName: own}]", "[{templateName: step}, {templateName: owen}]"),
        new(6, "an experiment's template that is not there", "templateName: own, args", "templateName: owen, args") { By = Seen.Others },
        new(6, "an argument the background lacks", "        args:\n" + Service + "\n", ""),
        new(6, "an argument the step lacks", "          - {name: service, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['team']\"}}}\n", ""),
        new(6, "an argument nobody declared", "result[0] >= {{args.floor}}", "result[0] >= {{args.flour}}"),
        new(6, "one argument with two values", "  - {name: floor, value: \"1\"}\n  metrics:\n  - name: gate-step", "  - {name: floor, value: \"2\"}\n  metrics:\n  - name: gate-step"),
        new(6, "a field that is not there", "fieldPath: metadata.name}", "fieldPath: \"spec.strategy.canary.steps[9].setWeight\"}") { By = Seen.Run },
        new(6, "a field that is no value", "fieldPath: metadata.name}", "fieldPath: spec.template}") { By = Seen.Run },
        new(6, "metadata that is none", "fieldPath: metadata.name}", "fieldPath: metadata.labels.team}"),
        new(7, "a dry run of nothing", DryRun, "dryRun: [{metricName: gate-stop}]") { By = Seen.Run },
        new(7, "a dry run named twice", DryRun, "dryRun: [{metricName: gate-.*}, {metricName: gate-.*}]"),
        new(7, "measurements of nothing to be kept", Background, Background.Replace("gate-background", "gate-step", StringComparison.Ordinal)) { By = Seen.Run },
        new(8, "a label the pods lack", "selector: {app: shop, tier: web}", "selector: {app: shop, tier: backend}"),
        new(8, "one Service for both", "canaryService: shop-canary", "canaryService: shop"),
        new(8, "a Service that is not there", "previewService: cart-preview", "previewService: cart-next"),
        new(8, "a Service another Rollout manages", "metadata: {name: cart-preview}", "metadata: {name: cart-preview, annotations: {argo-rollouts.argoproj.io/managed-by-rollouts: shop}}"),
        new(9, "a step of two kinds", "      - setWeight: 5\n", "      - setWeight: 5\n        pause: {}\n"),
        new(9, "more than all traffic", "      - setWeight: 5\n", "      - setWeight: 101\n"),
        new(9, "a pause in words", "duration: 10m", "duration: ten minutes"),
        new(9, "a pause of less than nothing", "duration: 10m", "duration: -5m"),
        new(9, "a header route that is not managed", "managedRoutes: [{name: canary-by-header}]", "managedRoutes: [{name: another}]"),
        new(9, "scaling and header routes without traffic routing", "      scaleDownDelaySeconds: 60\n" + Routing, ""),
        new(10, "a header matched by nothing", "headerValue: {exact: \"true\"}", "headerValue: {}"),
        new(10, "a header matched in two ways", "headerValue: {exact: \"true\"}", "headerValue: {exact: \"true\", prefix: t}"),
        new(11, "stable scaled by traffic and by delay", "      scaleDownDelaySeconds: 60", "      scaleDownDelaySeconds: 60\n      dynamicStableScale: true"),
        new(12, "a deadline before the pods are ready", "minReadySeconds: 10", "minReadySeconds: 600"),
        new(12, "no surge and none unavailable", "maxSurge: 25%", "maxSurge: 0%"),
        new(12, "an empty selector", "matchLabels: {app: cart}", "matchLabels: {}"),
        new(12, "a selector its pods do not meet", "matchLabels: {app: cart}", "matchLabels: {app: cart, tier: web}"),
        new(12, "two strategies", "    blueGreen:\n", "    canary: {}\n    blueGreen:\n"),
        new(12, "pods that are not started again", "restartPolicy: Always", "restartPolicy: Never"),
        new(12, "pods that are ready before they begin", "minReadySeconds: 10", "minReadySeconds: -1"),
        new(12, "a surge that is no amount", "maxSurge: 25%", "maxSurge: a quarter"),
        new(12, "pods without containers", "      containers: [{name: cart, image: \"cart:1\"}]", "      containers: []"),
        new(12, "a container in capitals", "{name: cart, image", "{name: Cart, image"),
        new(12, "a negative delay", "abortScaleDownDelaySeconds: 30", "abortScaleDownDelaySeconds: -1") { By = Seen.Others },
        new(13, "a managed route in capitals", "canary-by-header", "X-Canary") { By = Seen.Others },
        new(13, "a Role without the plugin's ConfigMap", "  resources: [configmaps]\n", "  resources: [secrets]\n") { By = Seen.Others },
    ];
}
