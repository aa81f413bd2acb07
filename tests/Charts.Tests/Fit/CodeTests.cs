using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using GateService.Callers;
using GateService.Notifications;
using GateService.Wire;
using NewRelic.Api;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Fit;

/// <summary>What charts, examples and the playbook name exists in the code: settings, policies, routes, fields.</summary>
public sealed partial class CodeTests
{
    /// <summary>What the entries of a setting that is a list are made of.</summary>
    private static readonly Dictionary<string, Type> Entries = new() { ["Auth__Tokens"] = typeof(TokenOptions), ["Auth__Issuers"] = typeof(IssuerOptions), ["NewRelic__Accounts"] = typeof(NerdGraphAccountOptions), ["Notifications__Channels"] = typeof(ChannelOptions) };

    private static IReadOnlyList<string> Files { get; } =
    [
        .. new[] { Repository.PathOf("charts"), Repository.PathOf("tests", "Charts.Tests", "Switches"), Repository.PathOf("tests", "Charts.Tests", "Golden") }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            .Append(Repository.PathOf("docs", "playbook.md")).Append(Repository.PathOf("docs", "charts.md"))
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_setting_a_chart_names_is_one_that_the_gate_reads()
    {
        var settings = Files.SelectMany(file => Setting().Matches(Repository.Read(file))).ToList();

        settings.Count.ShouldBeGreaterThan(10);
        foreach (var setting in settings)
        {
            var parts = setting.Value.Split("__");

            GateSettings.Sections[parts[0]].GetProperty(parts[1]).ShouldNotBeNull(setting.Value);
            if (parts is ["Auth", "OpenIdConnect", var own, ..])
            {
                typeof(PeopleOptions).GetProperty(own).ShouldNotBeNull(setting.Value);
            }
            else if (parts is [_, _, _, var field, ..])
            {
                Entries[$"{parts[0]}__{parts[1]}"].GetProperty(field).ShouldNotBeNull(setting.Value);
            }
        }
    }

    [Fact]
    public void Every_policy_a_chart_names_is_shipped_or_a_team_s_own()
    {
        string[] own = ["shop-relative", "payments-strict", "orders-queue"];
        var shipped = Directory.EnumerateFiles(Repository.PathOf("policies"), "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!).ToList();

        var named = Files.Where(file => Path.GetExtension(file) is ".yaml" or ".golden" or ".md")
            .SelectMany(file => PolicyName().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value)).ToHashSet();

        named.Except(shipped).Except(own).ShouldBeEmpty();
        named.Intersect(shipped).Count().ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Every_route_a_chart_names_is_served()
    {
        var paths = JsonNode.Parse(Repository.Read("openapi", "gate-service.v1.json"))!["paths"]!.AsObject().Select(path => path.Key).ToList();

        var named = Files.SelectMany(file => Route().Matches(Repository.Read(file)).Select(match => match.Value)).ToHashSet();

        named.Except(paths).ShouldBeEmpty();
        named.ShouldContain("/v1/flagger/rollback");
    }

    [Fact]
    public void Every_field_the_templates_send_is_one_that_the_gate_reads()
    {
        var known = typeof(EvaluateRequest).GetProperties().Select(property => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToList();
        var metrics = Manifest.All(Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml"))
            .Where(manifest => manifest.Kind == "ClusterAnalysisTemplate").SelectMany(manifest => manifest.Maps("spec.metrics")).ToList();

        metrics.Count.ShouldBe(4);
        foreach (var metric in metrics)
        {
            var sent = ((YamlMappingNode)Manifest.Find(metric, "provider.web.jsonBody")!).Children.Keys.Select(key => key.ToString());

            sent.Except(known).ShouldBeEmpty();
        }
    }

    [GeneratedRegex(@"\b(?:NewRelic|Gate|Policies|History|Auth|Notifications|Shares|Telemetry)__\w+")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(?<![\w-])policy: \{?(?:name: policy, value: )?""?([a-z][a-z0-9-]+)")]
    private static partial Regex PolicyName();

    [GeneratedRegex(@"(?<=[\w""}\]/ `'])/v1/[a-z]+/[a-z]+")]
    private static partial Regex Route();
}
