using GateService.Core;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Policies;
using GateService.Tests.Hosting;
using GateService.Yaml;

namespace GateService.Tests.Policies;

/// <summary>YAML texts through the reader and the catalog, as a reload would take them.</summary>
public sealed class PolicyFilesTests
{
    private const string Base =
        """
        kind: policy
        name: base
        objectives:
          error-rate:
            kind: errorRate
            atMost: {5: 2%, 25: 1%, 50: 0.5%}
            margin: 1.5
          apdex:
            kind: apdex
            threshold: 500ms
            atLeast: 0.85
        """;

    private const string Organisation =
        """
        kind: organisation
        defaults: {canary: base}
        """;

    [Fact]
    public void The_shipped_policies_have_no_fault()
    {
        var faults = new List<PolicyFault>();

        PolicyTexts.Build(Repository.PolicyFiles(), Judges.Shipped, faults);

        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1.0, 0.02)]
    [InlineData(5.0, 0.02)]
    [InlineData(24.9, 0.02)]
    [InlineData(25.0, 0.01)]
    [InlineData(100.0, 0.005)]
    [InlineData(null, 0.02)]
    public void A_limit_is_that_of_the_nearest_listed_weight_at_or_below(double? weight, double expected) =>
        Resolve(Catalog(("base.yaml", Base), ("organisation.yaml", Organisation)), "checkout").Objectives[0].Limit!.At(weight).ShouldBe(expected);

    [Fact]
    public void Clusters_are_told_by_what_the_policy_names_or_by_nothing()
    {
        Resolve(Catalog(("base.yaml", Base), ("organisation.yaml", Organisation)), "checkout").Telemetry.ClusterAttributes.ShouldBe(["k8s.clusterName"]);
        Resolve(Catalog(("base.yaml", $"{Base}\ntelemetry: {{clusterAttributes: [region.cluster]}}"), ("organisation.yaml", Organisation)), "checkout").Telemetry.ClusterAttributes.ShouldBe(["region.cluster"]);
        Resolve(Catalog(("base.yaml", $"{Base}\ntelemetry: {{clusterAttributes: []}}"), ("organisation.yaml", Organisation)), "checkout").Telemetry.ClusterAttributes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{version", true)]
    [InlineData("{1}", true)]
    [InlineData("v{version}", false)]
    public void A_brace_of_a_slice_s_value_is_a_placeholder(string value, bool isFault)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(new Dictionary<string, string> { ["base.yaml"] = $"{Base}\nslices: {{by: attribute, attributes: [v], canaryValue: \"{value}\"}}\n" }, Judges.Shipped, faults);

        faults.Any(fault => fault.Path == "slices.canaryValue").ShouldBe(isFault);
    }

    [Fact]
    public void Layers_override_value_by_value_and_each_value_knows_its_file()
    {
        var catalog = Catalog(
            ("base.yaml", Base),
            ("organisation.yaml", Organisation),
            ("teams/a.yaml", "kind: team\nname: a\noverrides:\n  window: 20m\n  objectives:\n    error-rate: {atMost: 3%}"),
            ("services/checkout.yaml", "kind: service\nname: checkout\nteam: a\noverrides:\n  objectives:\n    apdex: {threshold: 300ms}"));

        var policy = Resolve(catalog, "checkout");

        policy.Window.ShouldBe(TimeSpan.FromMinutes(20));
        policy.Objectives.OfType<ErrorRateObjective>().Single().Limit.ShouldBe(StepLimits.Constant(0.03));
        policy.Objectives.OfType<ErrorRateObjective>().Single().Margin.ShouldBe(1.5);
        policy.Objectives.OfType<ApdexObjective>().Single().Threshold.ShouldBe(0.3);
        Origin(policy, "objectives.error-rate.atMost").ShouldBe("teams/a.yaml:6");
        Origin(policy, "objectives.apdex.threshold").ShouldBe("services/checkout.yaml:6");
        Origin(policy, "objectives.error-rate.margin").ShouldBe("base.yaml:7");
        Origin(policy, "bucket").ShouldBe("built-in:0");
    }

    [Fact]
    public void A_policy_extends_another_and_null_removes_an_objective()
    {
        var catalog = Catalog(
            ("base.yaml", Base), ("organisation.yaml", Organisation), ("lean.yaml", "kind: policy\nname: lean\nextends: base\nobjectives:\n  apdex: null"));

        catalog.Policies.Single(policy => policy.Name == "lean").Objectives.Select(objective => objective.Name).ShouldBe(["error-rate"]);
    }

    [Fact]
    public void The_same_values_have_the_same_revision_and_others_another()
    {
        var one = Catalog(("base.yaml", Base)).Policies[0].Revision;
        var same = Catalog(("renamed.yaml", "# a comment\n" + Base)).Policies[0].Revision;
        var other = Catalog(("base.yaml", Base.Replace("2%", "3%", StringComparison.Ordinal))).Policies[0].Revision;

        same.ShouldBe(one);
        other.ShouldNotBe(one);
    }

    [Fact]
    public void All_faults_of_all_files_are_reported_at_once()
    {
        var faults = Faults(
            ("a.yaml", "kind: policy\nname: A\nobjectivs: {}"),
            ("b.yaml", "kind: policy\nname: b\nextends: c\nobjectives: {x: {kind: errorRat, atMost: 1%}}"),
            ("d.yaml", "kind: policy\nname: d\nwindow: ten\nobjectives:\n  error-rate: {kind: errorRate, atMost: 200%}\n  latency: {kind: latency, quantile: 2, atMost: 1s}"),
            ("e.yaml", "kind: [policy"));

        faults.ShouldContain("a.yaml:2 name: 'A': expected lower-case letters, digits and dashes");
        faults.ShouldContain("b.yaml:3 extends: there is no policy 'c'; did you mean 'b'?");
        faults.ShouldContain("d.yaml:3 window: 'ten': expected a duration from 10s to 24h, such as 10m");
        faults.ShouldContain("d.yaml:5 objectives.error-rate.atMost: '200%': expected a share such as 2% or 0.02");
        faults.ShouldContain("d.yaml:6 objectives.latency.quantile: '2': expected a quantile between 0 and 1, such as 0.95");
        faults.ShouldContain(fault => fault.StartsWith("e.yaml:", StringComparison.Ordinal) && fault.Contains("is no YAML", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x: {kind: errorRat, atMost: 1%}", "'errorRat': expected apdex, errorRate", "did you mean 'errorRate'?")]
    [InlineData("x: {kind: errorRate, atMots: 1%}", "expected atMost, and only that", "objectives.x.atMost")]
    [InlineData("x: {kind: errorRate, atMost: 1%, minimumSampel: 5}", "is no known key here; did you mean 'minimumSample'?", "minimumSampel")]
    [InlineData("x: {kind: errorRate, atMost: {5: 1%, 25: 2%}}", "is looser than at weight 5", "limits tighten")]
    [InlineData("x: {kind: errorRate, atMost: {500: 1%}}", "weight '500': expected a percentage of traffic from 0 to 100", "atMost")]
    [InlineData("x: {kind: apdex, atLeast: 0.8}", "is missing: expected Apdex T as a duration", "threshold")]
    [InlineData("x: {kind: errorRate, atMost: 1%, margin: 0.5}", "'0.5': expected a ratio of 1 or more", "margin")]
    [InlineData("x: {kind: queueLag, system: kafka, name: g, atMost: 5, margin: 2}", "has no stable slice to compare with", "margin")]
    [InlineData("x: {kind: kpi, eventType: E, form: ratio, atLeast: 1%}", "a ratio needs the condition it counts", "numerator")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"a = {b}\", atLeast: 1}", "uses {b}, which parameters does not declare", "where")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"a = 1 SINCE 1\", atLeast: 1}", "holds SINCE: a condition only", "where")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"a = 'b\", atLeast: 1}", "leaves a quote open", "where")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"a = 1) OR (b = 2\", atLeast: 1}", "closes a parenthesis that it did not open", "where")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"a = '{b}'\", parameters: {b: {type: text}}, atLeast: 1}", "inside quotes", "where")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"a RLIKE {b}\", parameters: {b: {type: text}}, atLeast: 1}", "puts {b} into the pattern of RLIKE", "write = {b}, IN ({b}) or LIKE {b}")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"a not rlike ({b}) OR a = {b}\", parameters: {b: {type: text}}, atLeast: 1}", "puts {b} into the pattern of RLIKE", "where")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"capture(a, {b}) = 'x'\", parameters: {b: {type: text}}, atLeast: 1}", "puts {b} into the pattern of CAPTURE", "where")]
    [InlineData("x: {kind: kpi, eventType: E, form: rate, where: \"a LIKE {b}\", parameters: {b: {default: \"x%\"}}, atLeast: 1}", "'x%' as the default of b: expected a text without %", "parameters")]
    public void A_fault_quotes_the_value_and_says_what_was_expected(string objective, string expected, string also)
    {
        var fault = Faults(("p.yaml", $"kind: policy\nname: p\nobjectives:\n  {objective}")).ShouldHaveFault(expected);

        fault.ShouldContain(also);
    }

    [Theory]
    [InlineData("a LIKE {b} AND c = {d}", "b")]
    [InlineData("a not like ({b}) or c IN ({d}, 'x')", "b")]
    [InlineData("(a LIKE {b}) AND lower(c) = {d}", "b")]
    [InlineData("capture(a, r'(.*)') = {d} AND x LIKE 'y%' OR a = {b}", "")]
    public void Only_a_parameter_behind_LIKE_is_a_pattern(string fragment, string expected) =>
        string.Join(",", KpiFragment.PatternParameters(fragment).Order(StringComparer.Ordinal)).ShouldBe(expected);

    [Fact]
    public void An_override_that_fits_no_policy_is_a_typo() =>
        Faults(("base.yaml", Base), ("o.yaml", "kind: organisation\noverrides:\n  objectives:\n    eror-rate: {margin: 2}"))
            .ShouldContain("o.yaml:4 overrides.objectives.eror-rate: no policy has an objective 'eror-rate'; did you mean 'error-rate'?");

    [Fact]
    public void Policies_that_extend_in_a_circle_are_a_fault() =>
        Faults(("a.yaml", "kind: policy\nname: a\nextends: b"), ("b.yaml", "kind: policy\nname: b\nextends: a")).ShouldHaveFault("goes round in a circle");

    [Fact]
    public void An_unknown_policy_is_answered_with_the_nearest_name() =>
        Catalog(("base.yaml", Base)).Resolve("checkout", null, Strategy.Canary, "bsae")
            .ShouldBeOfType<PolicyResolution.Unresolved>().Reason.ShouldBe("there is no policy 'bsae'; did you mean 'base'?");

    [Fact]
    public void Aliases_that_stand_for_billions_of_values_are_refused()
    {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat("bcdefgh".Select((letter, i) =>
            $"{letter}: &{letter} [{string.Join(", ", Enumerable.Repeat($"*{"abcdefg"[i]}", 10))}]\n"));

        Faults(("bomb.yaml", bomb)).ShouldHaveFault("more than 20000 values");
    }

    [Fact]
    public void A_tree_that_nests_without_end_is_a_fault_whoever_read_it()
    {
        var at = new PolicyPosition("deep.yaml", 7);
        PolicyNode node = new PolicyNode.Scalar("x", at);
        for (var i = 0; i < 100_000; i++)
        {
            node = new PolicyNode.Map([new("a", node)], at);
        }

        PolicyCatalog.Build([(PolicyNode.Map)node], Judges.ChoicesOf(Judges.Shipped)).ShouldBeOfType<PolicyCatalogResult.Faulty>()
            .Faults.ShouldHaveSingleItem().ToString().ShouldBe("deep.yaml:7: nests more than 32 levels deep");
    }

    [Fact]
    public async Task A_bad_reload_keeps_the_last_good_policies_and_says_so()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("base.yaml"), Base);
        using var store = await folder.PolicyStoreAsync();

        await File.WriteAllTextAsync(folder.File("base.yaml"), Base.Replace("2%", "two", StringComparison.Ordinal));
        var taken = store.Reload();

        taken.ShouldBeFalse();
        store.Current.Catalog.Policies[0].Objectives[0].Limit!.At(5).ShouldBe(0.02);
        store.Current.Faults.ShouldHaveSingleItem().Message.ShouldStartWith("'two': expected a share");

        await File.WriteAllTextAsync(folder.File("base.yaml"), Base.Replace("2%", "3%", StringComparison.Ordinal));
        store.Reload().ShouldBeTrue();
        store.Current.Catalog.Policies[0].Objectives[0].Limit!.At(5).ShouldBe(0.03);
        store.Current.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_with_faults_stops_and_lists_them_all()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("base.yaml"), Base.Replace("2%", "two", StringComparison.Ordinal).Replace("500ms", "soon", StringComparison.Ordinal));

        (await Should.ThrowAsync<PolicyFilesException>(() => folder.PolicyStoreAsync())).Faults.Count.ShouldBe(2);
    }

    private static PolicyCatalog Catalog(params (string File, string Yaml)[] files) =>
        PolicyTexts.Build(files.ToDictionary(file => file.File, file => file.Yaml), Judges.Shipped, []).ShouldBeOfType<PolicyCatalogResult.Built>().Catalog;

    private static List<string> Faults(params (string File, string Yaml)[] files)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(files.ToDictionary(file => file.File, file => file.Yaml), Judges.Shipped, faults);
        return [.. faults.Select(fault => fault.ToString())];
    }

    private static GatePolicy Resolve(PolicyCatalog catalog, string service) =>
        catalog.Resolve(service, null, Strategy.Canary, null).ShouldBeOfType<PolicyResolution.Resolved>().Policy;

    private static string Origin(GatePolicy policy, string path)
    {
        var origin = policy.Origins.Single(found => found.Path == path);
        return $"{origin.File}:{origin.Line}";
    }
}
