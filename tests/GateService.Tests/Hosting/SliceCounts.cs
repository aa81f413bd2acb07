namespace GateService.Tests.Hosting;

/// <summary>What New Relic would count for one slice over the whole window under the policy http-default.</summary>
internal sealed record SliceCounts(int Requests, int Errors, double P95 = 0.2)
{
    public static SliceCounts Healthy { get; } = new(17_201, 4);

    /// <summary>As many requests as a twentieth of the traffic beside <see cref="Healthy"/>.</summary>
    public static SliceCounts HealthyCanary { get; } = new(903, 0);

    public Dictionary<string, object> Row(string facet) => new()
    {
        ["facet"] = facet,
        ["requests"] = Requests,
        ["errors"] = Errors,
        ["marked"] = 0,
        ["refusals"] = 0,
        ["untold"] = 0,
        ["timed"] = Requests,
        ["slow_500ms"] = Errors,
        ["slow_2000ms"] = Errors,
        ["slow_1500ms"] = 0,
        ["slow_1200ms"] = 0,
        ["slow_1000ms"] = 0,
        ["p95"] = new Dictionary<string, double> { ["95"] = P95 },
    };
}
