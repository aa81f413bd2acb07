namespace GateService.Demo.Argo;

/// <summary>The limits of one metric of an AnalysisTemplate; defaults are Argo's own.</summary>
public sealed record MetricSpec
{
    public required string Name { get; init; }

    /// <summary>Minutes from the start of the run to the first measurement.</summary>
    public int InitialDelayMinutes { get; init; }

    /// <summary>Completed measurements after which the run ends; null means until it is terminated.</summary>
    public int? Count { get; init; }

    public int FailureLimit { get; init; }

    public int InconclusiveLimit { get; init; }

    public int ConsecutiveErrorLimit { get; init; } = 4;

    /// <summary>Successes in a row that end the run; null where the feature is not used.</summary>
    public int? ConsecutiveSuccessLimit { get; init; }

    /// <summary>The step metric of the template in <c>docs/api.md</c>.</summary>
    public static MetricSpec Step { get; } = new()
    {
        Name = "gate-step",
        Count = 6,
        ConsecutiveSuccessLimit = 1,
        InconclusiveLimit = 5,
        ConsecutiveErrorLimit = 30,
    };

    /// <summary>The background metric of the template in <c>docs/api.md</c>.</summary>
    public static MetricSpec Background { get; } = new()
    {
        Name = "gate-background",
        InitialDelayMinutes = 2,
        FailureLimit = 1,
        InconclusiveLimit = 10_000,
        ConsecutiveErrorLimit = 60,
    };
}
