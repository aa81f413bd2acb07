namespace GateService.Dialects;

/// <summary>What a perfect gate says of a rollout.</summary>
internal enum Right
{
    /// <summary>Passes after ten minutes, and is never failed before.</summary>
    Pass,

    /// <summary>Is failed within ten minutes.</summary>
    Fail,
}

/// <summary>One of the bench's shop scenarios, as a world of the simulator.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Right">What a perfect gate says.</param>
/// <param name="Kind">The world's kind.</param>
/// <param name="Traits">The world's traits, as JSON.</param>
internal sealed record Scenario(string Name, Right Right, string Kind, string Traits = "{}")
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("healthy", Right.Pass, "healthy"),
        new("7 % of the canary's requests fail", Right.Fail, "errorBurst"),
        new("a query lost its index", Right.Fail, "slowQueryPlan"),
        new("a dependency fails 9 % of both", Right.Pass, "upstreamDegraded"),
        new("own errors 1 % in an outage of 5 %", Right.Fail, "ownRegressionInOutage"),
        new("six times the calls overload a dependency", Right.Fail, "canaryOverloadsDependency"),
        new("2.6 tries a call, all succeed", Right.Pass, "retryMasking"),
        new("three times the calls, 5 % of both fail", Right.Fail, "retryStorm"),
        new("callers' 4xx, 4 % of both", Right.Pass, "healthy", """{ "callerErrors": 0.04 }"""),
    ];
}
