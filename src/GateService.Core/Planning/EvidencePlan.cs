using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;

namespace GateService.Core.Planning;

/// <summary>What must be learnt to judge a request; says nothing of where it is learnt.</summary>
public sealed record EvidencePlan
{
    public required EvaluationWindow Window { get; init; }

    /// <summary>From the begin of the rollout to the end of <see cref="Window"/>, on the same buckets; evidence is gathered over it, values are those of <see cref="Window"/>.</summary>
    public required EvaluationWindow Span { get; init; }

    /// <summary>Stable's past before <see cref="Span"/>, in cells of at least a minute; null where nobody asks for it.</summary>
    public EvaluationWindow? History { get; init; }

    public required TelemetrySource Telemetry { get; init; }

    public required string Service { get; init; }

    /// <summary>What the attribute of the service holds, with any characters between the pieces; null: <see cref="Service"/>.</summary>
    public IReadOnlyList<string>? ServicePieces { get; init; }

    public required string Rollout { get; init; }

    public string? Namespace { get; init; }

    /// <summary>Whose events alone count, where they say their cluster; null takes those of every cluster, and asks of how many there are.</summary>
    public string? Cluster { get; init; }

    /// <summary>A past moment is asked about.</summary>
    public bool IsPast { get; init; }

    /// <summary>What the answer is for: beside the steps it may wait.</summary>
    public GateMode Mode { get; init; }

    /// <summary>The judged slice: stable in preflight, all where there are no slices.</summary>
    public required Slice Slice { get; init; }

    /// <summary>Recognises the judged slice; null takes every event of the service.</summary>
    public SliceSelector? Judged { get; init; }

    /// <summary>Recognises the concurrent control; null where there is none.</summary>
    public SliceSelector? Control { get; init; }

    /// <summary>Recognises the version that served before a switch, whose past alone can be asked about; null where there is a control, and without one.</summary>
    public SliceSelector? Former { get; init; }

    /// <summary>Recognises the pods of the judged slice in Kubernetes samples; null without a hash.</summary>
    public SliceSelector? JudgedPods { get; init; }

    /// <summary>Recognises the pods of stable beside it there; null where there is none.</summary>
    public SliceSelector? ControlPods { get; init; }

    /// <summary>Canary share of traffic in percent; null when unknown.</summary>
    public double? Weight { get; init; }

    /// <summary>The objectives to ask about.</summary>
    public required IReadOnlyList<Objective> Objectives { get; init; }

    /// <summary>Values of KPI parameters, by objective and parameter.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> KpiArguments { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>How KPIs that have slices of their own tell them apart, by objective.</summary>
    public IReadOnlyDictionary<string, SlicePair> KpiSlices { get; init; } = new Dictionary<string, SlicePair>();

    /// <summary>What to learn of the origin of errors; null where nobody asks.</summary>
    public AttributionSettings? Attribution { get; init; }

    /// <summary>Objectives that cannot be asked about, and why.</summary>
    public IReadOnlyList<ObjectiveEvidence> Unaskable { get; init; } = [];

    public IReadOnlyList<string> Warnings { get; init; } = [];
}
