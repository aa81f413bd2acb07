using GateService.Bench.Worlds.Shop;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Bench.Rules.Shop;

/// <summary>The shipped <c>http-default</c> (policies/http-default.yaml), and those of the shipped signature rules that errors of the shop meet.</summary>
internal static class ShopPolicy
{
    public static AttributionSettings Attribution { get; } = new()
    {
        Signatures =
        [
            new SignatureRule { Name = "pool-exhausted", Messages = ["*pool exhausted*", "*connection pool*exhausted*"], Origin = SignatureOrigin.Dependency, Named = "database" },
            new SignatureRule { Name = "postgres", Types = ["*NpgsqlException"], Origin = SignatureOrigin.Dependency, Named = "database" },
            new SignatureRule { Name = "dotnet-http", Types = ["*System.Net.Http.HttpRequestException"], Origin = SignatureOrigin.Dependency },
            new SignatureRule { Name = "dotnet-http-timeout", Types = ["*TaskCanceledException"], Messages = ["*HttpClient.Timeout*"], Origin = SignatureOrigin.Dependency },
        ],
    };

    /// <summary>The limit on the error rate by weight.</summary>
    public static StepLimits Errors { get; } = Limits(0.02, 0.01, 0.005);

    public static GatePolicy Of(ShopWorld world, AttributionSettings attribution) => new()
    {
        Name = world.IsFix ? "http-fix" : "http-default",
        Revision = "000000000000",
        Telemetry = ApmHttp.Source,
        Slices = new SliceRule(),
        Sequential = new SequentialSettings { PromoteOn = new StepDemands(new Dictionary<double, StepDemand> { [5] = StepDemand.NoHarm, [50] = StepDemand.Proven }) },
        Attribution = world.HasWitnesses ? attribution with { Dependencies = [new DependencySettings("payments-api", ["payments-api"], null, ["orders"])] } : attribution,
        JudgesOnlyAgainstStable = world.IsFix,
        Objectives = [.. Objectives.Select(objective => world.IsFix ? objective with { IsPromise = false } : objective)],
    };

    private static IReadOnlyList<Objective> Objectives { get; } =
    [
        new ErrorRateObjective { Name = "error-rate", Comparison = Comparison.AtMost, Limit = Errors, Floor = 0.001, Judge = SequentialJudge.Chosen },
        new ApdexObjective { Name = "apdex", Comparison = Comparison.AtLeast, Threshold = 0.5, Limit = Limits(0.8, 0.85, 0.88), Judge = SequentialJudge.Chosen },
        new LatencyObjective { Name = "latency-p95", Comparison = Comparison.AtMost, Quantile = 0.95, Limit = Limits(1.5, 1.2, 1), Judge = SequentialJudge.Chosen },
        new SuccessRateObjective { Name = "success-rate", Comparison = Comparison.AtLeast, Limit = Limits(0.98, 0.99, 0.995), Judge = SequentialJudge.Chosen },
    ];

    private static StepLimits Limits(double first, double second, double third) =>
        new(new Dictionary<double, double> { [5] = first, [25] = second, [50] = third });
}
