using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Documents;

/// <summary>Whoever is woken by an alert is one click away from what to do.</summary>
public sealed partial class AlertTests(Workshop workshop)
{
    public static TheoryData<string> Names => [.. Rules(new Manifest(Load("charts", "gate-service", "files", "alerts.yaml"))).Select(rule => rule["alert"].ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_alert_leads_to_its_heading_in_the_document(string name)
    {
        var rule = Rules(new Manifest(Load("charts", "gate-service", "files", "alerts.yaml"))).Single(rule => rule["alert"].ToString() == name);

        Manifest.Scalar(rule, "annotations.runbook_url").ShouldBe($"docs/operations.md#{name.ToLowerInvariant()}");
        Repository.Read("docs", "operations.md").ShouldContain($"\n### {name}\n");
    }

    [Fact]
    public void Every_heading_below_Alerts_is_an_alert() =>
        Heading().Matches(Alerts().Match(Repository.Read("docs", "operations.md")).Value).Select(match => match.Groups[1].Value)
            .ShouldBe(Names.Select(row => row.Data));

    [Fact]
    public async Task The_chart_puts_the_address_of_the_document_before_the_heading()
    {
        var rendered = await workshop.RenderGateAsync(4, "--set", "prometheusRule.enabled=true,prometheusRule.runbook=https://git.example.com/gate/docs/operations.md");

        Rules(Manifest.All(rendered).Single(manifest => manifest.Kind == "PrometheusRule"), "spec.groups").Select(rule => Manifest.Scalar(rule, "annotations.runbook_url"))
            .ShouldAllBe(url => url!.StartsWith("https://git.example.com/gate/docs/operations.md#", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_dashboard_leads_to_the_gate_at_its_public_address()
    {
        var rendered = await workshop.RenderGateAsync(4, "--set", "publicUrl=https://gate.example.com/");

        var dashboard = Manifest.All(rendered).Single(manifest => manifest.Name == "gate-service-dashboard").Root["data"]["gate-service.json"].ToString();
        dashboard.ShouldContain("\"query\": \"https://gate.example.com\"");
        dashboard.ShouldNotContain("127.0.0.1");
    }

    private static IEnumerable<YamlMappingNode> Rules(Manifest manifest, string groups = "groups") => manifest.Maps(groups).SelectMany(group => ((YamlSequenceNode)group["rules"]).Children.Cast<YamlMappingNode>());

    private static YamlMappingNode Load(params string[] parts)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read(parts)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [GeneratedRegex(@"^## Alerts\n.*?^## ", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Alerts();

    [GeneratedRegex(@"^### (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
