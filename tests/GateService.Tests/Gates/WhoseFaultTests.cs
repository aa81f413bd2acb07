using GateService.Wire;


namespace GateService.Tests.Gates;

/// <summary>The one line that says whose fault it is, for messages and pages.</summary>
public sealed class WhoseFaultTests
{
    [Theory]
    [InlineData("errorRate", "selfInflicted: this change: stable is not affected alike; SqlException x31")]
    [InlineData("latency", "selfInflicted: this change: stable is not affected alike; 80% of the added time is spent in orders-db")]
    [InlineData("kpi", "selfInflicted: this change: stable is not affected alike")]
    [InlineData("dependencies", "selfInflicted: payments-api: 4.1 x the calls per request")]
    public void What_tripped_against_stable_is_the_change_s(string kind, string expected) => Say(Of("fail", Tripped(kind))).ShouldBe(expected);

    [Fact]
    public void What_tripped_with_nothing_beside_it_is_nobody_s_for_certain() =>
        Say(Of("fail", Tripped("errorRate") with { StableValue = null, Versus = "absolute" })).ShouldBe("undetermined: nothing serves beside it to compare with; SqlException x31");

    [Theory]
    [InlineData("commonCause", "undetermined: stable suffers alike: not shown to be this change")]
    [InlineData("upstreamOutage", "upstream: stable has as many: ratio 0.97 to 1.12")]
    [InlineData("noData", "undetermined: the canary reports too little to say")]
    [InlineData("unavailable", "undetermined: New Relic could not be asked")]
    public void What_holds_says_why(string undecided, string expected) =>
        Say(Of("inconclusive", Tripped("errorRate") with { Outcome = "undecided", Undecided = undecided })).ShouldBe(expected);

    [Fact]
    public void A_pass_names_what_it_excused() => Say(Of("pass")).ShouldBe("upstream: excused: stable has as many: ratio 0.97 to 1.12");

    [Fact]
    public void A_clean_pass_is_nobody_s_fault() => WhoseFault.Of(Of("pass") with { Attribution = null }).ShouldBeNull();

    [Fact]
    public void What_tripped_is_told_before_what_is_undecided()
    {
        ObjectiveResponse[] objectives =
        [
            Tripped("kpi") with { Objective = "no data", Outcome = "undecided", Undecided = "noData" },
            Tripped("kpi") with { Objective = "met", Outcome = "met" },
            Tripped("kpi") with { Objective = "alike", Outcome = "undecided", Undecided = "commonCause" },
            Tripped("kpi") with { Objective = "tripped", Score = 12 },
            Tripped("kpi") with { Objective = "worst", Score = 3 },
        ];

        Telling.All(objectives).Select(objective => objective.Objective).ShouldBe(["worst", "tripped", "alike", "no data"]);
    }

    private static string Say(EvaluateResponse response) => WhoseFault.Of(response) is { } fault ? $"{fault.Origin}: {fault.Said}" : "";

    private static EvaluateResponse Of(string verdict, params ObjectiveResponse[] objectives) => new()
    {
        Result = [50.0, verdict, "so it is"],
        Verdict = verdict,
        Passed = verdict == "pass",
        Score = 50,
        Summary = "so it is",
        Tripped = [],
        Objectives = objectives,
        Decision = new DecisionReference("01K", "https://gate.example.com"),
        Warnings = [],
        Attribution = new AttributionResponse(
            new OriginResponse(31, 0), new OriginResponse(112, 2140), new OriginResponse(0, 0),
            [new ErrorClassResponse("SqlException", "SqlException", "500", "Timeout", null, "selfInflicted", 31, 0, "new with the canary")],
            [
                Account("orders-db", "upstream", 112, "stable has as many: ratio 0.97 to 1.12"),
                Account("search", "upstream", 3, "stable has as many"),
                Account("payments-api", "selfInflicted", 9, "payments-api: 4.1 x the calls per request"),
            ],
            new TimeOriginResponse(new TimeSharesResponse(2, 0.4, 1.6, 0), new TimeSharesResponse(0.4, 0.4, 0, 0), [], "80% of the added time is spent in orders-db")),
    };

    private static AccountResponse Account(string name, string origin, double canary, string reason) =>
        new(name, "corroborated", origin, canary, 900, 2140, 17200, null, null, 0, 4.6, 0, 3, reason);

    private static ObjectiveResponse Tripped(string kind) => new()
    {
        Objective = kind,
        Kind = kind,
        Outcome = "tripped",
        Value = 0.041,
        Threshold = 0.01,
        Comparison = "at most",
        Unit = "share",
        Versus = "stable",
        Slice = "canary",
        StableValue = 0.0002,
        Sample = 903,
        StableSample = 17201,
        Reason = "payments-api: 4.1 x the calls per request",
        Queries = [],
    };
}
