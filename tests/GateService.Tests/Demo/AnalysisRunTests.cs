using GateService.Demo.Argo;

namespace GateService.Tests.Demo;

/// <summary>The table that was verified against Argo's own <c>assessMetricStatus</c>; S, F, I, E are measurement phases.</summary>
public sealed class AnalysisRunTests
{
    private static readonly MetricSpec Defaults = new() { Name = "gate", Count = 1 };

    public static TheoryData<string, MetricSpec, string, RunPhase> Verified => new()
    {
        { "defaults", Defaults, "F", RunPhase.Failed },
        { "defaults", Defaults, "I", RunPhase.Inconclusive },
        { "defaults", Defaults, "EEEEE", RunPhase.Error },
        { "defaults", Defaults, "EEEES", RunPhase.Successful },
        { "no data all the time", Defaults with { Count = 5, InconclusiveLimit = 5 }, "IIIII", RunPhase.Successful },
        { "a real pass is needed", Defaults with { Count = 5, InconclusiveLimit = 5, ConsecutiveSuccessLimit = 1 }, "IIIII", RunPhase.Inconclusive },
        { "all failed", Defaults with { Count = 5, FailureLimit = 5 }, "FFFFF", RunPhase.Successful },
        { "some of each", Defaults with { Count = 10, FailureLimit = 1, InconclusiveLimit = 3 }, "IISSFSSSSS", RunPhase.Successful },
        { "alternating never trips the error limit", Defaults with { Count = null, InconclusiveLimit = 10 }, "EIEIEIEIEI", RunPhase.Running },
        { "three in a row", Defaults with { Count = 4, ConsecutiveSuccessLimit = 3, FailureLimit = 1 }, "SSFS", RunPhase.Inconclusive },
        { "our step", MetricSpec.Step, "S", RunPhase.Successful },
        { "our step", MetricSpec.Step, "IIIS", RunPhase.Successful },
        { "our step", MetricSpec.Step, "IF", RunPhase.Failed },
        { "our step", MetricSpec.Step, "IIIIII", RunPhase.Inconclusive },
        { "our step", MetricSpec.Step, "EEEES", RunPhase.Successful },
        { "our background", MetricSpec.Background, "IIISSFSSF", RunPhase.Failed },
        { "our background", MetricSpec.Background, "IIISSS", RunPhase.Running },
    };

    [Theory]
    [MemberData(nameof(Verified))]
    public void Measurements_are_counted_as_Argo_counts_them(string config, MetricSpec spec, string sequence, RunPhase expected)
    {
        var run = new AnalysisRun(spec);

        foreach (var letter in sequence)
        {
            run.Take(new Measurement(Phase(letter), "") { Reason = "" });
        }

        run.Phase.ShouldBe(expected, config);
    }

    [Fact]
    public void A_background_run_that_never_tripped_ends_successful_with_the_rollout()
    {
        var run = new AnalysisRun(MetricSpec.Background);

        run.Take(new Measurement(MeasurementPhase.Inconclusive, "") { Reason = "" });
        run.Terminate();

        run.Phase.ShouldBe(RunPhase.Successful);
    }

    [Fact]
    public void A_failed_run_says_what_Argo_says_and_nothing_more()
    {
        var run = new AnalysisRun(MetricSpec.Step);

        run.Take(new Measurement(MeasurementPhase.Failed, "[12,\"fail\",\"apdex 0.41 under limit 0.80\"]") { Reason = "" });

        run.Message.ShouldBe("Metric \"gate-step\" assessed Failed due to failed (1) > failureLimit (0)");
    }

    [Theory]
    [InlineData("{\"result\":[97,\"pass\",\"ok\"]}", MeasurementPhase.Successful)]
    [InlineData("{\"result\":[38.5,\"fail\",\"why\"]}", MeasurementPhase.Failed)]
    [InlineData("{\"result\":[0,\"inconclusive\",\"why\"]}", MeasurementPhase.Inconclusive)]
    [InlineData("{\"verdict\":\"fail\"}", MeasurementPhase.Error)]
    [InlineData("{\"result\":[1]}", MeasurementPhase.Error)]
    [InlineData("<html>login</html>", MeasurementPhase.Error)]
    [InlineData("", MeasurementPhase.Error)]
    public void A_body_is_read_through_the_templates_path_and_conditions(string body, MeasurementPhase expected) =>
        WebMetricProvider.Read(body).Phase.ShouldBe(expected);

    private static MeasurementPhase Phase(char letter) => letter switch
    {
        'S' => MeasurementPhase.Successful,
        'F' => MeasurementPhase.Failed,
        'I' => MeasurementPhase.Inconclusive,
        _ => MeasurementPhase.Error,
    };
}
