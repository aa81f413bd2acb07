namespace GateService.Core.Policies;

/// <summary>What the sequential judge works to, for all objectives of a policy together.</summary>
public sealed record SequentialSettings
{
    /// <summary>Chance that a healthy rollout is ever failed, however often it is asked about; split over the objectives by weight. Default 1 %.</summary>
    public double ErrorBudget { get; init; } = 0.01;

    /// <summary>Chance that one objective of a bad canary is called proven. Default 5 %.</summary>
    public double FalseProof { get; init; } = 0.05;

    /// <summary>Fewest bad buckets for a verdict; null takes what the bucket width asks for (3 for a minute, 13 for 10 s).</summary>
    public int? FewestBadBuckets { get; init; }

    /// <summary>How long pods are young: so long the begin of a step is left out, and what is bad by a pod that came later, in its own first minutes, fails nobody by itself. Default one minute.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long stable's past is learnt from; null takes an hour.</summary>
    public TimeSpan? History { get; init; }

    /// <summary>How many times wider than the limit and the margin the boundary for proof is, by step weight; 1 or more, tightening.</summary>
    public StepLimits Proof { get; init; } = new(new Dictionary<double, double> { [5] = 5, [25] = 2.5, [50] = 1.67 });

    /// <summary>What the end of a step asks for, by step weight.</summary>
    public StepDemands PromoteOn { get; init; } = new(new Dictionary<double, StepDemand> { [5] = StepDemand.NoHarm });

    /// <summary>How many times its weight a slice's share of the requests may be before the slices do not compare. Default 4.</summary>
    public double SampleRatio { get; init; } = 4;

    /// <summary>How many times fewer requests than its weight gives it the canary may get before that holds the rollout. Default 1.5.</summary>
    public double Shortfall { get; init; } = 1.5;

    /// <summary>A canary without any requests while stable is busy, from its begin or since it fell silent, fails instead of holding the rollout. Default false.</summary>
    public bool FailWithoutTraffic { get; init; }

    /// <summary>A stable that gets worse when the canary begins, and the canary does not, fails the rollout instead of holding it. Default false.</summary>
    public bool FailWhenStableBreaks { get; init; }
}
