using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Policies.Telemetry;

namespace GateService.Doctor;

/// <summary>A kind of telemetry by which New Relic could hold the service, and the policy of the catalog that is meant for it.</summary>
/// <param name="Policy">What judges that kind; of another name where the catalog has none of its own for it.</param>
/// <param name="IsMeant">The policy is of this kind, and not only given it.</param>
/// <param name="Plan">Asks for it, without slices.</param>
internal sealed record TelemetryCandidate(GatePolicy Policy, bool IsMeant, EvidencePlan Plan)
{
    /// <summary>The shipped ones, and the order in which they are preferred where a service is held by several: who tells of calls and pods first, who counts at the edge last.</summary>
    private static readonly (string Kind, string Policy)[] Shipped =
    [
        (ApmHttp.Name, "http-default"), (ApmGrpc.Name, "grpc-default"), (OtelSpans.Name, "http-otel"), (OtelMetrics.Name, "http-otel-metrics"), (IstioMetrics.Name, "http-istio"),
        (GatewayLog.Name, "http-gateway"), (NginxLog.Name, "http-nginx"), (ApmBackground.Name, "worker-apm"), (OtelConsumers.Name, "worker-otel"),
    ];

    public string Kind => Plan.Telemetry.Kind;

    /// <summary>One for each kind there is, the preferred first.</summary>
    public static IReadOnlyList<TelemetryCandidate> All(CheckupRequest request, PolicyCatalog catalog, string? account)
    {
        var kinds = Shipped.Select(one => one.Kind).Concat(TelemetryKinds.Names).Distinct();
        return [.. kinds.Select(kind => Of(request, catalog, kind, account)).OfType<TelemetryCandidate>()];
    }

    private static TelemetryCandidate? Of(CheckupRequest request, PolicyCatalog catalog, string kind, string? account)
    {
        var usual = Shipped.FirstOrDefault(one => one.Kind == kind).Policy;
        var ofKind = catalog.Policies.Where(policy => policy.Telemetry.Kind == kind).OrderBy(policy => policy.Name != usual).ToList();
        var policy = ofKind.FirstOrDefault() ?? catalog.Policies.FirstOrDefault(known => known.Name == Shipped[0].Policy) ?? (catalog.Policies is [var first, ..] ? first : null);
        if (policy is null)
        {
            return null;
        }

        var telemetry = ofKind.Count > 0 ? policy.Telemetry : TelemetryKinds.Find(kind)!;
        if (Placeholders.Missing(telemetry.ServiceValue, request.Unsliced) is not null)
        {
            // Nobody said the namespace: the kind's own pattern, which needs the service alone.
            telemetry = telemetry with { ServiceValue = TelemetryKinds.Find(kind)!.ServiceValue };
        }

        telemetry = telemetry with { Account = account };
        var window = new EvaluationWindow(request.From, request.To, request.To - request.From);
        var plan = EvidencePlanner.Plan(request.Unsliced, policy with { Telemetry = telemetry }, new WindowPlan.Planned(window, null));
        return new TelemetryCandidate(policy, ofKind.Count > 0, plan);
    }
}
