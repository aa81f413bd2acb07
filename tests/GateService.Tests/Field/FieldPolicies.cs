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
        ["field-hold"] = "onHarm: {5: hold, 50: fail}",
        ["field-threshold"] = "judge: threshold",
        ["field-proof"] = "sequential: {promoteOn: {5: proven}}",
        ["field-strict"] = "sequential: {failWithoutTraffic: true, failWhenStableBreaks: true}",
        ["field-where"] = "telemetry: {where: \"name NOT LIKE '%/warmup'\"}",
        ["field-by-version"] = "slices: {by: attribute, attributes: [service.version]}",
        ["field-waits"] =
            """
            objectives:
              waited: {kind: kpi, eventType: BasketClosed, form: percentile, attribute: waited, quantile: 0.9, atMost: 4, promise: false}
            """,
        ["field-items"] =
            """
            objectives:
              items: {kind: kpi, eventType: BasketClosed, form: percentile, attribute: items, quantile: 0.1, atLeast: 8, promise: false}
            """,
        ["field-sales"] =
            """
            objectives:
              sales: {kind: kpi, eventType: Sale, form: rate, atLeast: 300}
            """,
        ["field-late-orders"] = "objectives: {orders: {kind: kpi, eventType: OrderPlaced, form: rate, per: request, delay: 5m, atLeast: stable}}",
        ["field-no-orders"] = "objectives: {orders: {kind: kpi, eventType: OrderPlacd, form: rate, per: request, atLeast: stable}}",
        ["field-no-orders-limit"] = "objectives: {orders: {kind: kpi, eventType: OrderPlacd, form: rate, where: \"state = 'paid'\", atLeast: {5: 1, 25: 5}}}",
        ["field-no-revenue"] = "objectives: {revenue: {kind: kpi, eventType: OrderPlacd, form: sum, attribute: amount, per: request, atLeast: stable}}",
        ["field-no-conversion"] = "objectives: {conversion: {kind: kpi, eventType: OrderPlacd, form: ratio, numerator: \"outcome = 'ok'\", atLeast: 90%}}",
        ["field-no-refunds"] = "objectives: {refunds: {kind: kpi, eventType: Refund, form: rate, atMost: 5}, lost: {kind: kpi, eventType: OrderLost, form: rate, per: request, atMost: stable}}",
    }.ToDictionary(policy => $"{policy.Key}.yaml", policy => $"kind: policy\nname: {policy.Key}\nextends: http-default\n{policy.Value}\n");
}
