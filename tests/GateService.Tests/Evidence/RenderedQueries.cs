using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Evidence;
using NrqlQuery = NewRelic.Api.NrqlQuery;

namespace GateService.Tests.Evidence;

/// <summary>Renders a plan as the gate asks it.</summary>
public abstract class RenderedQueries
{
    private protected const string Witnessed =
        """
        telemetry: {flagAttribute: response.flags}
        attribution:
          dependencies:
            payments: {hosts: ["payments-*", psp.example.com], witnesses: [orders, subscriptions]}
            ledger: {witnesses: [it's orders]}
        objectives:
          error-rate: {kind: errorRate, atMost: 1%}
        """;

    private protected static readonly string[] OtherTelemetry =
        ["http-otel", "http-otel-metrics", "http-istio", "http-istio-services", "http-gateway", "http-nginx", "http-logs", "worker-apm", "worker-otel"];

    public static TheoryData<string> Others => [.. OtherTelemetry];

    public static TheoryData<string> Goldens =>
        ["http-default", "http-threshold", "http-kubernetes", "grpc-default", "worker-default", "flagger-default", "http-by-label", "preflight", "witnesses", .. OtherTelemetry];

    private protected static readonly StableQuantiles Known = new(new Dictionary<string, double> { ["p95"] = 0.2315 });
    private protected static readonly string[] Attributing = ["errors", "errors-stable", "error-names", "error-names-stable", "calls", "times", "failed-calls", "failed-requests", "failed-calls-stable", "failed-requests-stable"];

    private protected static IReadOnlyList<NrqlQuery> Render(EvidencePlan plan)
    {
        var inquiry = new Inquiry(plan, Known);
        return [.. inquiry.First, .. inquiry.Explaining(OpenQuestions.All, mayBeExpected: true)];
    }
}
