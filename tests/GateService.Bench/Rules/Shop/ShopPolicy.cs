using GateService.Bench.Worlds.Shop;
using GateService.Core.Judging.Sequential;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Bench.Rules.Shop;

/// <summary>The shipped <c>http-default</c> (policies/http-default.yaml; a test holds it to that), and those of the shipped signature rules that errors of the shop meet.</summary>
internal static class ShopPolicy
{
    public static AttributionSettings Attribution { get; } = new()
    {
        Signatures =
        [
            new SignatureRule { Name = "client-status", Statuses = ["4??"], Origin = SignatureOrigin.Client },
            new SignatureRule { Name = "graphql", Types = ["*GraphQL*Error"], Statuses = ["200"], Origin = SignatureOrigin.Client },
            new SignatureRule { Name = "pool-exhausted", Messages = ["*pool exhausted*", "*connection pool*exhausted*"], Origin = SignatureOrigin.Dependency, Named = "database" },
            new SignatureRule { Name = "postgres", Types = ["*NpgsqlException"], Origin = SignatureOrigin.Dependency, Named = "database" },
            new SignatureRule { Name = "dotnet-http", Types = ["*System.Net.Http.HttpRequestException"], Origin = SignatureOrigin.Dependency },
            new SignatureRule { Name = "dotnet-http-timeout", Types = ["*TaskCanceledException"], Messages = ["*HttpClient.Timeout*"], Origin = SignatureOrigin.Dependency },
        ],
    };

    private const int Few = 20;

    /// <summary>The limit on the error rate by weight.</summary>
    public static StepLimits Errors { get; } = Limits(0.02, 0.01, 0.005);

    public static GatePolicy Of(ShopWorld world, AttributionSettings attribution) => new()
    {
        Name = world.IsFix ? "http-fix" : world.LooksAtLog ? "http-logs" : "http-default",
        Revision = "000000000000",
        Telemetry = ApmHttp.Source,
        Slices = new SliceRule(),
        Sequential = new SequentialSettings { PromoteOn = new StepDemands(new Dictionary<double, StepDemand> { [5] = StepDemand.NoHarm, [50] = StepDemand.Proven }) },
        Attribution = world.HasWitnesses ? attribution with { Dependencies = [new DependencySettings("payments-api", ["payments-api"], null, ["orders"])] } : attribution,
        JudgesOnlyAgainstStable = world.IsFix,
        Objectives =
        [
            .. Objectives.Where(objective => !world.LooksAtMedian || objective is ErrorRateObjective).Select(objective => world.IsFix ? objective with { IsPromise = false } : world.LooksAtMedian ? objective with { MinimumSample = Few } : objective),
            .. world.LooksAtLog ? [LogErrors] : Array.Empty<Objective>(),
            .. world.LooksAtMedian ? [Median] : Array.Empty<Objective>(),
        ],
    };

    /// <summary>What the shipped <c>http-logs</c> has beside them.</summary>
    public static LogErrorsObjective LogErrors { get; } = new()
    {
        Name = "log-errors",
        Comparison = Comparison.AtMost,
        Margin = LogErrorsObjective.DefaultMargin,
        Floor = LogErrorsObjective.DefaultFloor,
        Judge = SequentialJudge.Chosen,
    };

    /// <summary>A team's own, beside the error rate: stable's median is all that counts.</summary>
    private static LatencyObjective Median { get; } = new()
    {
        Name = "latency-p50",
        Comparison = Comparison.AtMost,
        Quantile = 0.5,
        Limit = StepLimits.Constant(0.001),
        IsPromise = false,
        MinimumSample = Few,
        Judge = SequentialJudge.Chosen,
    };

    public static IReadOnlyList<Objective> Objectives { get; } =
    [
        new ErrorRateObjective { Name = "error-rate", Comparison = Comparison.AtMost, Limit = Errors, Floor = 0.001, Judge = SequentialJudge.Chosen },
        new ApdexObjective { Name = "apdex", Comparison = Comparison.AtLeast, Threshold = 0.5, Limit = Limits(0.8, 0.85, 0.88), Floor = 0.88, Judge = SequentialJudge.Chosen },
        new LatencyObjective { Name = "latency-p95", Comparison = Comparison.AtMost, Quantile = 0.95, Limit = Limits(1.5, 1.2, 1), Floor = 0.25, Judge = SequentialJudge.Chosen },
        new SuccessRateObjective { Name = "success-rate", Comparison = Comparison.AtLeast, Limit = Limits(0.98, 0.99, 0.995), Judge = SequentialJudge.Chosen },
        new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Margin = RefusalRateObjective.DefaultMargin, Floor = 0.005, Judge = SequentialJudge.Chosen },
    ];

    private static StepLimits Limits(double first, double second, double third) =>
        new(new Dictionary<double, double> { [5] = first, [25] = second, [50] = third, [100] = third });
}
