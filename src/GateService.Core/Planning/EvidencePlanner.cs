using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Planning;

/// <summary>Policy, request and window to a plan: which slices, which objectives, which arguments. Pure.</summary>
public static class EvidencePlanner
{
    public static EvidencePlan Plan(GateRequest request, GatePolicy policy, WindowPlan.Planned window)
    {
        var arguments = policy.Objectives.OfType<KpiObjective>().ToDictionary(kpi => kpi.Name, kpi => KpiArguments.Resolve(kpi.Definition, request));
        var unaskable = arguments.Where(kpi => kpi.Value.Fault is not null).Select(kpi => Unaskable(kpi.Key, kpi.Value.Fault!))
            .Concat(policy.Objectives.OfType<PodHealthObjective>().Select(pods => PodTrouble(request, policy) is { } trouble ? Unaskable(pods.Name, trouble) : null).OfType<ObjectiveEvidence>())
            .ToList();
        var skipped = unaskable.Select(evidence => evidence.Objective).Concat(policy.Objectives.Where(objective => !Applies(objective, policy, request)).Select(objective => objective.Name)).ToHashSet();
        return new EvidencePlan
        {
            Window = window.Window,
            Span = window.Span,
            History = window.History,
            Telemetry = policy.Telemetry,
            Service = request.Service,
            ServicePieces = policy.Telemetry.ServiceValue is { } service ? Placeholders.Pieces(service, request) : null,
            Rollout = request.Rollout,
            Namespace = request.Namespace,
            Cluster = request.Cluster,
            IsPast = request.At is not null,
            Mode = request.Mode,
            Slice = SliceOf(request),
            Judged = request.Strategy == Strategy.Rolling ? null : In(policy, Judged(request, policy.Slices)),
            Control = Control(request, policy.Slices) is { } control ? In(policy, control) : null,
            Former = request is { Strategy: Strategy.BlueGreen, Mode: not GateMode.Preflight, StableHash: { } former } ? In(policy, SliceSelector.Of(policy.Slices, request, former, policy.Slices.StableValue)) : null,
            JudgedPods = Hash(request) is { } hash ? In(policy, SliceSelector.Pods(policy.Slices, request, hash)) : null,
            ControlPods = request is { Strategy: Strategy.Canary, Mode: not GateMode.Preflight, StableHash: { } beside } && RequestDoubt.IsHash(beside) ? In(policy, SliceSelector.Pods(policy.Slices, request, beside)) : null,
            Weight = request.StepWeight,
            Objectives = [.. policy.Objectives.Where(objective => !skipped.Contains(objective.Name))],
            KpiArguments = arguments.Where(kpi => kpi.Value.Fault is null).ToDictionary(kpi => kpi.Key, kpi => kpi.Value.Values),
            KpiSlices = request.Strategy == Strategy.Rolling ? new Dictionary<string, SlicePair>()
                : policy.Objectives.OfType<KpiObjective>().Where(kpi => kpi.Definition.Slices is not null).ToDictionary(
                    kpi => kpi.Name, kpi => new SlicePair(In(policy, Judged(request, kpi.Definition.Slices!)), Control(request, kpi.Definition.Slices!) is { } stable ? In(policy, stable) : null)),
            Attribution = policy.Attribution.IsEnabled && request.Strategy != Strategy.Rolling && policy.Objectives.Any(objective => objective.IsAttributed) ? policy.Attribution : null,
            Unaskable = unaskable,
            Warnings = [.. Warnings(request, policy, window)],
        };
    }

    /// <summary>
    /// Where nothing tells which requests were refused, none is judged by it. How often callers are refused, and how many errors a service logs, says nothing without stable,
    /// and where a strategy has no stable beside it the shipped policies must still judge: it is left out there, with a warning. A KPI that names stable as its limit is not:
    /// its team asked for it. Refusals after a switch have stable's past.
    /// </summary>
    public static bool Applies(Objective objective, GatePolicy policy, GateRequest request) => !objective.IsOfStableByNature
        || (!IsUntold(objective, policy) && (objective.Limit is not null || request is { Strategy: Strategy.Canary, Mode: not GateMode.Preflight, StableHash: not null } || HasPastAlone(objective, request)));

    /// <summary>Held against what stable was like before, for nothing of stable serves beside it.</summary>
    internal static bool HasPastAlone(Objective objective, GateRequest request) => objective is RefusalRateObjective { Limit: null, Judge.Needs.Pods: true } or SuccessRateObjective { Judge.Needs.Pods: true } or ErrorRateObjective { Judge.Needs.Pods: true }
        && request is { Strategy: Strategy.BlueGreen, Mode: not GateMode.Preflight, StableHash: not null };

    private static bool IsUntold(Objective objective, GatePolicy policy) => objective is RefusalRateObjective && policy.Telemetry.Refusal is null;

    private static Slice SliceOf(GateRequest request) => request.Strategy switch
    {
        Strategy.Rolling => Slice.All,
        Strategy.Canary or Strategy.BlueGreen => request.Mode switch
        {
            GateMode.Preflight => Slice.Stable,
            GateMode.Step or GateMode.Background => Slice.Canary,
        },
    };

    /// <summary>Pods of every cluster where the policy does not tell them apart.</summary>
    private static SliceSelector In(GatePolicy policy, SliceSelector selector) => policy.Telemetry.ClusterAttributes.Count > 0 ? selector : selector with { Cluster = null };

    private static string? Hash(GateRequest request) => request.Mode == GateMode.Preflight ? request.StableHash : request.CanaryHash;

    /// <summary>Why the judged version's pods cannot be found in Kubernetes samples; null when they can.</summary>
    private static string? PodTrouble(GateRequest request, GatePolicy policy) => Hash(request) is not { } version
        ? "pod health needs a pod template hash, and this request has none"
        : !RequestDoubt.IsHash(version) ? $"pod health needs a pod template hash, and '{version}' is none: send the hash, and the version as one of args (slices.canaryValue)"
        : policy.Slices.By == SliceBy.Label ? null : SliceDoubt.Cut(request);

    private static SliceSelector Judged(GateRequest request, SliceRule rule) => request.Mode == GateMode.Preflight
        ? SliceSelector.Of(rule, request, request.StableHash!, rule.StableValue)
        : SliceSelector.Of(rule, request, request.CanaryHash!, rule.CanaryValue);

    /// <summary>Only a canary has a version serving beside it that can be compared.</summary>
    private static SliceSelector? Control(GateRequest request, SliceRule rule) =>
        request is { Strategy: Strategy.Canary, Mode: not GateMode.Preflight, StableHash: { } stable }
            ? SliceSelector.Of(rule, request, stable, rule.StableValue)
            : null;

    private static ObjectiveEvidence Unaskable(string objective, string why) =>
        new(objective, new SliceEvidence.Unavailable(why), new SliceEvidence.NoData(), []);

    private static IEnumerable<string> Warnings(GateRequest request, GatePolicy policy, WindowPlan.Planned window)
    {
        if (window.Warning is { } warning)
        {
            yield return warning;
        }

        var kpis = policy.Objectives.OfType<KpiObjective>().Select(kpi => kpi.Definition).ToList();
        var declared = kpis.SelectMany(kpi => kpi.Parameters).Select(parameter => parameter.Name)
            .Concat(kpis.SelectMany(kpi => Placeholders.Arguments(kpi.Slices?.CanaryValue).Concat(Placeholders.Arguments(kpi.Slices?.StableValue))))
            .Concat(Placeholders.Arguments(policy.Slices.CanaryValue)).Concat(Placeholders.Arguments(policy.Slices.StableValue)).Concat(Placeholders.Arguments(policy.Telemetry.ServiceValue)).ToHashSet();
        foreach (var unknown in request.Args.Keys.Where(name => !declared.Contains(name)).Order(StringComparer.Ordinal))
        {
            yield return $"args.{unknown} is not used: no objective of policy {policy.Name} declares it";
        }

        foreach (var left in policy.Objectives.Where(objective => !Applies(objective, policy, request) && request.Mode != GateMode.Preflight))
        {
            yield return IsUntold(left, policy)
                ? $"{left.Name} is not judged: telemetry of the kind {policy.Telemetry.Kind} does not tell which requests were refused"
                : $"{left.Name} is not judged: stable is its limit, and nothing of stable serves beside it";
        }

        var today = DateOnly.FromDateTime(window.Window.End.UtcDateTime);
        foreach (var expired in policy.Attribution.Signatures.Where(rule => rule.IsExpired(today)))
        {
            yield return $"bypass {expired.Name} ({expired.Position.File}:{expired.Position.Line}) ended on {expired.Until:yyyy-MM-dd} and is as if it were not there";
        }
    }
}
