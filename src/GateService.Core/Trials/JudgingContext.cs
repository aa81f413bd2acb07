using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;

namespace GateService.Core.Trials;

/// <summary>What a judge knows beside the evidence.</summary>
/// <param name="Weight">Canary share of traffic in percent; null when unknown.</param>
/// <param name="Window">The window the values cover.</param>
/// <param name="Slice">The judged slice.</param>
public sealed record JudgingContext(double? Weight, EvaluationWindow Window, Slice Slice)
{
    /// <summary>Of the policy's bucket.</summary>
    public Clock Clock => Clock.Of(Window.Bucket);

    public GateMode Mode { get; init; } = GateMode.Step;

    /// <summary>A stable slice should serve beside the judged one: a canary below 100 %.</summary>
    public bool ExpectsControl { get; init; }

    /// <summary>The canary's weight in every bucket of the rollout and where steps began, from the requests; null lets an objective read them from its own events.</summary>
    public StepWeights? Steps { get; init; }

    /// <summary>The canary's share of the requests, where it is clearly not its weight; null where it is, or is not known.</summary>
    public SampleRatio? SampleRatio { get; init; }

    /// <summary>What there is of the service where the judged slice was not found; null where it was, or nobody asked.</summary>
    public string? Whereabouts { get; init; }

    /// <summary>Work that a queue deals out: what a slice gets of it is no router's choice.</summary>
    public bool IsOfMessages { get; init; }

    /// <summary>Limits hold nobody, and neither does stable's own state.</summary>
    public bool JudgesOnlyAgainstStable { get; init; }

    /// <summary>Whose errors are suspected to be whose.</summary>
    public AttributionSettings Attribution { get; init; } = new();

    public SequentialSettings Sequential { get; init; } = new();

    /// <summary>Name of the objective that also carries the emergency gate; null where none does.</summary>
    public string? Emergency { get; init; }

    /// <summary>The error budget of an objective of weight 1, in (0, 1): the rollout's budget over the sum of all weights.</summary>
    public double AlphaPerWeight { get; init; } = 0.01;
}
