using System.Text.Json;
using Charts.Tests.Helm;

namespace Charts.Tests.Documents;

/// <summary>The notification's message, made by Helm's own text/template and sprig out of a Rollout and its runs as Argo hands them over.</summary>
public sealed class NotificationTests
{
    private static readonly object Rollout = new { metadata = new { @namespace = "shop", name = "checkout" } };

    [Fact]
    public async Task A_failed_run_says_the_gate_s_reason() =>
        (await SayAsync(Run("Failed", "[38.5,\"pass\",\"\"]", "[31.6,\"fail\",\"error-rate 4.3% over limit 2.0% at weight 5\"]")))
            .ShouldBe("shop/checkout\ncheckout-5c6d7e8f-2: fail (score 31.6): error-rate 4.3% over limit 2.0% at weight 5");

    [Fact]
    public async Task An_error_has_no_value_and_says_its_message() =>
        (await SayAsync(Run("Error", ""))).ShouldBe("shop/checkout\ncheckout-5c6d7e8f-2: received non 2xx response code: 503");

    [Fact]
    public async Task A_metric_of_another_provider_does_not_break_the_message() =>
        (await SayAsync(Run("Failed", "0.97"))).ShouldBe("shop/checkout\ncheckout-5c6d7e8f-2: 0.97");

    [Fact]
    public async Task An_inconclusive_run_says_why() =>
        (await SayAsync(Run("Inconclusive", "[0,\"inconclusive\",\"no canary data while stable had 900 requests\"]"))).ShouldBe("shop/checkout\ncheckout-5c6d7e8f-2: inconclusive (score 0): no canary data while stable had 900 requests");

    [Fact]
    public async Task A_run_that_never_measured_says_its_own_message() =>
        (await SayAsync(new { metadata = new { name = "checkout-5c6d7e8f-2" }, status = new { phase = "Error", message = "Unable to resolve metric arguments: secrets \"gate-service\" not found" } }))
            .ShouldBe("shop/checkout\ncheckout-5c6d7e8f-2: Unable to resolve metric arguments: secrets \"gate-service\" not found");

    [Fact]
    public async Task A_metric_without_measurements_says_its_own_message() =>
        (await SayAsync(new { metadata = new { name = "run" }, status = new { phase = "Error", message = "of the run", metricResults = new[] { new { phase = "Error", message = "of the metric" } } } }))
            .ShouldBe("shop/checkout\nrun: of the metric");

    [Fact]
    public async Task A_run_whose_metrics_are_all_well_says_its_own_message() =>
        (await SayAsync(new { metadata = new { name = "run" }, status = new { phase = "Error", message = "of the run", metricResults = new[] { new { phase = "Successful", message = "" } } } }))
            .ShouldBe("shop/checkout\nrun: of the run");

    [Theory]
    [InlineData("[0.97]")]
    [InlineData("<html>")]
    [InlineData("{\"verdict\":\"fail\"}")]
    public async Task An_answer_of_any_shape_is_shown_as_it_is(string value) => (await SayAsync(Run("Failed", value))).ShouldBe($"shop/checkout\ncheckout-5c6d7e8f-2: {value}");

    [Fact]
    public async Task Runs_that_are_well_are_left_out() => (await SayAsync(Run("Successful", "[97,\"pass\",\"ok\"]"))).ShouldBe("shop/checkout");

    [Fact]
    public async Task A_rollout_without_runs_is_only_named() => (await SayAsync()).ShouldBe("shop/checkout");

    [Fact]
    public void The_document_shows_the_message_that_the_chart_ships() =>
        Repository.Read("docs", "notifications.md").ShouldContain(string.Join('\n', Repository.Read("charts", "gate-service", "files", "gate-verdict.message").TrimEnd().Split('\n').Select(line => $"    {line}")));

    private static object Run(string phase, params string[] values) => new
    {
        metadata = new { name = "checkout-5c6d7e8f-2" },
        status = new
        {
            phase,
            metricResults = new[] { new { phase, measurements = values.Select(value => new { value, message = value.Length == 0 ? "received non 2xx response code: 503" : null }) } },
        },
    };

    private static async Task<string> SayAsync(params object[] analysisRuns)
    {
        var root = Directory.CreateTempSubdirectory("charts-tests-").FullName;
        var chart = Path.Combine(root, "message");
        Directory.CreateDirectory(Path.Combine(chart, "templates"));
        await File.WriteAllTextAsync(Path.Combine(chart, "Chart.yaml"), "apiVersion: v2\nname: message\nversion: 1.0.0\n");
        await File.WriteAllTextAsync(Path.Combine(chart, "values.json"), JsonSerializer.Serialize(new { rollout = Rollout, analysisRuns }));
        await File.WriteAllTextAsync(Path.Combine(chart, "message.tpl"), Repository.Read("charts", "gate-service", "files", "gate-verdict.message"));
        await File.WriteAllTextAsync(Path.Combine(chart, "templates", "all.yaml"), "message: {{ tpl (.Files.Get \"message.tpl\") (mustMergeOverwrite (deepCopy .Values) (dict \"Template\" .Template)) | trim | toJson }}\n");
        var rendered = (await Workshop.Helm(3).TemplateAsync(chart, "shop", "--values", "values.json")).Good();
        Directory.Delete(root, recursive: true);
        return Manifest.All(rendered).Single().Text("message");
    }
}
