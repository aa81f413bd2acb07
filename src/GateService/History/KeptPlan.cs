using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;

namespace GateService.History;

/// <summary>An <see cref="EvidencePlan"/> without what it takes from its policy as it stands there.</summary>
internal sealed record KeptPlan
{
    public required EvaluationWindow Window { get; init; }

    public required EvaluationWindow Span { get; init; }

    public EvaluationWindow? History { get; init; }

    public required string Service { get; init; }

    public IReadOnlyList<string>? ServicePieces { get; init; }

    public required string Rollout { get; init; }

    public string? Namespace { get; init; }

    public string? Cluster { get; init; }

    public bool IsPast { get; init; }

    public GateMode Mode { get; init; }

    public required Slice Slice { get; init; }

    public SliceSelector? Judged { get; init; }

    public SliceSelector? Control { get; init; }

    public SliceSelector? Former { get; init; }

    public SliceSelector? JudgedPods { get; init; }

    public SliceSelector? ControlPods { get; init; }

    public double? Weight { get; init; }

    /// <summary>Null where it is the policy's.</summary>
    public TelemetrySource? Telemetry { get; init; }

    /// <summary>Names of the policy's objectives that are asked about; null where they are others.</summary>
    public IReadOnlyList<string>? Asked { get; init; }

    /// <summary>Objectives that are not the policy's; null where they are.</summary>
    public IReadOnlyList<Objective>? Objectives { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> KpiArguments { get; init; }

    public IReadOnlyDictionary<string, SlicePair> KpiSlices { get; init; } = new Dictionary<string, SlicePair>();

    /// <summary>Origins of errors are asked about as the policy says.</summary>
    public bool Attributes { get; init; }

    /// <summary>Settings that are not the policy's; null where they are, and where nobody asks.</summary>
    public AttributionSettings? Attribution { get; init; }

    public required IReadOnlyList<ObjectiveEvidence> Unaskable { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public static KeptPlan Of(EvidencePlan plan, GatePolicy? policy)
    {
        var isOfPolicy = policy is not null && plan.Objectives.All(objective => policy.Objectives.Any(known => ReferenceEquals(known, objective)));
        var attributes = policy is not null && ReferenceEquals(plan.Attribution, policy.Attribution);
        return new KeptPlan
        {
            Window = plan.Window,
            Span = plan.Span,
            History = plan.History,
            Service = plan.Service,
            ServicePieces = plan.ServicePieces,
            Rollout = plan.Rollout,
            Namespace = plan.Namespace,
            Cluster = plan.Cluster,
            IsPast = plan.IsPast,
            Mode = plan.Mode,
            Slice = plan.Slice,
            Judged = plan.Judged,
            Control = plan.Control,
            Former = plan.Former,
            JudgedPods = plan.JudgedPods,
            ControlPods = plan.ControlPods,
            Weight = plan.Weight,
            Telemetry = ReferenceEquals(plan.Telemetry, policy?.Telemetry) ? null : plan.Telemetry,
            Asked = isOfPolicy ? [.. plan.Objectives.Select(objective => objective.Name)] : null,
            Objectives = isOfPolicy ? null : plan.Objectives,
            KpiArguments = plan.KpiArguments,
            KpiSlices = plan.KpiSlices,
            Attributes = attributes,
            Attribution = attributes ? null : plan.Attribution,
            Unaskable = plan.Unaskable,
            Warnings = plan.Warnings,
        };
    }

    public EvidencePlan Plan(GatePolicy? policy) => new()
    {
        Window = Window,
        Span = Span,
        History = History,
        Telemetry = Telemetry ?? policy?.Telemetry ?? throw Lost(),
        Service = Service,
        ServicePieces = ServicePieces,
        Rollout = Rollout,
        Namespace = Namespace,
        Cluster = Cluster,
        IsPast = IsPast,
        Mode = Mode,
        Slice = Slice,
        Judged = Judged,
        Control = Control,
        Former = Former,
        JudgedPods = JudgedPods,
        ControlPods = ControlPods,
        Weight = Weight,
        Objectives = Objectives ?? Named(policy),
        KpiArguments = KpiArguments,
        KpiSlices = KpiSlices,
        Attribution = Attributes ? policy?.Attribution : Attribution,
        Unaskable = Unaskable,
        Warnings = Warnings,
    };

    private List<Objective> Named(GatePolicy? policy) => policy is null || Asked is null
        ? throw Lost()
        : [.. Asked.Select(name => policy.Objectives.FirstOrDefault(objective => objective.Name == name) ?? throw Lost())];

    private static InvalidDataException Lost() => new("the record cannot be read: what its plan takes from the policy is not there");
}
