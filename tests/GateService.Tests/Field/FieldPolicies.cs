namespace GateService.Tests.Field;

/// <summary>The policies that the teams of the cases would write, by name: each is <c>http-default</c> and what follows.</summary>
internal static class FieldPolicies
{
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["field-orders"] =
            """
            objectives:
              paid: {kind: kpi, eventType: BasketClosed, form: ratio, numerator: "outcome = 'paid'", atLeast: 90%}
            """,
        ["field-spans"] = "telemetry: {kind: otel-spans}",
        ["field-envoy"] =
            """
            telemetry: {kind: gateway-log, serviceAttribute: authority, namespaceAttributes: [kubernetes.namespace_name]}
            slices: {by: attribute, attributes: [upstream_cluster], canaryValue: tickets-canary, stableValue: tickets-stable}
            """,
        ["field-strict"] = "sequential: {failWithoutTraffic: true, failWhenStableBreaks: true}",
        ["field-where"] = "telemetry: {where: \"name NOT LIKE '%/healthz'\"}",
        ["field-by-version"] = "slices: {by: attribute, attributes: [service.version]}",
        ["field-ingress"] =
            """
            objectives:
              ingress-5xx:
                kind: kpi
                eventType: Log
                form: ratio
                numerator: "numeric(status) >= 500"
                atMost: 1%
                slices: {by: attribute, attributes: [proxy_upstream_name], canaryValue: "{namespace}-{service}-canary-8080", stableValue: "{namespace}-{service}-stable-8080"}
            """,
        ["field-sales"] =
            """
            objectives:
              sales: {kind: kpi, eventType: Sale, form: rate, atLeast: 300}
            """,
    }.ToDictionary(policy => $"{policy.Key}.yaml", policy => $"kind: policy\nname: {policy.Key}\nextends: http-default\n{policy.Value}\n");
}
