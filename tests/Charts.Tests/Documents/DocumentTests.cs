using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charts.Tests.Driven;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Documents;

/// <summary>What the documents say of the charts is what the charts do.</summary>
public sealed partial class DocumentTests(Workshop workshop, GateOverSimulator servers) : IClassFixture<GateOverSimulator>
{
    private const string Heading = "## Values\n";

    public static TheoryData<string> Samples =>
    [
        .. new[] { ("docs", "playbook.md"), ("docs", "charts.md"), ("docs", "tutorial.md"), ("charts/progressive-delivery", "README.md"), ("charts/gate-service", "README.md"), ("", "README.md") }
            .SelectMany(file => Fence().Matches(Repository.Read(file.Item1, file.Item2))).Select(match => match.Groups[1].Value),
    ];

    [Theory]
    [InlineData("gate-service")]
    [InlineData("progressive-delivery")]
    public void A_README_lists_every_value_with_its_default(string chart)
    {
        var readme = Repository.Read("charts", chart, "README.md");
        var begin = readme.IndexOf(Heading, StringComparison.Ordinal);

        Repository.ShouldBeCommitted(
            (begin < 0 ? readme : readme[..begin]) + ValuesTable.Of(Repository.Read("charts", chart, "values.yaml")), "charts", chart, "README.md");
    }

    [Theory]
    [InlineData("gate-service")]
    [InlineData("progressive-delivery")]
    public void Every_value_says_what_it_means_in_words_or_in_its_name(string chart)
    {
        var schema = JsonSerializer.Deserialize<JsonElement>(Repository.Read("charts", chart, "values.schema.json")).GetProperty("properties");
        var values = new YamlStream();
        values.Load(new StringReader(Repository.Read("charts", chart, "values.yaml")));

        schema.EnumerateObject().Select(property => property.Name).Except(["global"]).Order(StringComparer.Ordinal)
            .ShouldBe(((YamlMappingNode)values.Documents[0].RootNode).Children.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_sample_of_values_renders_and_every_sample_of_policy_is_taken(string sample)
    {
        if (sample.Contains("progressive-delivery:\n", StringComparison.Ordinal))
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, sample.Contains("workloadRef:", StringComparison.Ordinal) ? $"{sample}  image: \"\"\n" : sample);
            (await Workshop.Helm(4).TemplateAsync(workshop.Example(4, "http-service"), "shop", "--values", file)).Good();
            File.Delete(file);
        }
        else if (sample.Contains("newRelic: {accountId", StringComparison.Ordinal))
        {
            var file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, sample);
            (await Workshop.Helm(4).TemplateAsync(workshop.Chart(4, "gate-service"), "gate-service", "--values", file)).Good();
            File.Delete(file);
        }
        else if (sample.StartsWith("kind: ", StringComparison.Ordinal))
        {
            var files = Directory.EnumerateFiles(Repository.PathOf("policies"), "*.yaml", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);
            files["sample.yaml"] = sample;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/policies/lint") { Content = JsonContent.Create(new { files }) };
            request.Headers.Authorization = new("Bearer", GateOverSimulator.Token);
            using var answer = await servers.Gate.SendAsync(request);
            var lint = await answer.Content.ReadFromJsonAsync<JsonElement>();
            lint.GetProperty("faults").GetArrayLength().ShouldBe(0, lint.ToString());
        }
        else
        {
            sample.ShouldMatch("^(# Chart.yaml|# templates/all.yaml|metrics:|successCondition:|- uses: )", "a sample that no test knows");
        }
    }

    [Fact]
    public void The_templates_in_the_API_s_document_are_the_ones_that_the_chart_renders()
    {
        var rendered = Manifest.All(Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml"));
        var samples = Fence().Matches(Repository.Read("docs", "api.md")).Select(match => match.Groups[1].Value).ToList();
        var step = Manifest.All(samples.Single(sample => sample.Contains("name: metric-gate-step", StringComparison.Ordinal) && sample.Contains("kind: ClusterAnalysisTemplate", StringComparison.Ordinal))).Single();
        var background = Manifest.All(samples.Single(sample => sample.Contains("mode: background", StringComparison.Ordinal))).Single();

        $"{step.Find("spec")}".ShouldBe($"{rendered.Single(manifest => manifest.Name == "metric-gate-step").Find("spec")}");
        $"{background.Find("metrics")}".ShouldBe($"{rendered.Single(manifest => manifest.Name == "metric-gate-background").Find("spec.metrics")}");
    }

    [GeneratedRegex(@"^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
