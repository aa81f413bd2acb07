using GateService.Core;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Yaml;

namespace GateService.Tests.Policies;

/// <summary>What a policy says about whose fault an error is, and every way to say it wrongly.</summary>
public sealed class AttributionPolicyTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Fact]
    public void Without_a_word_the_defaults_hold()
    {
        var settings = Read("{}");

        var defaults = new AttributionSettings();
        settings.IsEnabled.ShouldBeTrue();
        (settings.Floor, settings.Margin, settings.AlibiMargin, settings.CallMargin, settings.OutageShare, settings.OnUncorroborated)
            .ShouldBe((defaults.Floor, defaults.Margin, defaults.AlibiMargin, defaults.CallMargin, defaults.OutageShare, defaults.OnUncorroborated));
        (settings.Dependencies.Count, settings.Signatures.Count).ShouldBe((0, 0));
    }

    [Fact]
    public void Every_value_is_read()
    {
        var settings = Read(
            """
            enabled: false
            floor: 0.2%
            margin: 1.7
            alibiMargin: 3
            callMargin: 2
            outageShare: 30%
            onUncorroborated: inconclusive
            dependencies: {payments: {hosts: ["payments-*", psp.example.com], margin: 1.2, witnesses: [orders]}, ledger: null, audit: {}}
            signatures:
              a: {type: X, message: [Y, Z], status: 5??, dependency: d, flag: UF, origin: dependency, named: ledger}
              b: {type: Q, bypass: known, until: 2026-12-31}
            """);

        settings.IsEnabled.ShouldBeFalse();
        (settings.Floor, settings.Margin, settings.AlibiMargin, settings.CallMargin, settings.OutageShare, settings.OnUncorroborated).ShouldBe((0.002, 1.7, 3, 2, 0.3, Uncorroborated.Inconclusive));
        settings.Dependencies.Select(known => (known.Name, Hosts: string.Join(' ', known.Hosts), known.Margin, Witnesses: string.Join(' ', known.Witnesses)))
            .ShouldBe([("payments", "payments-* psp.example.com", 1.2, "orders"), ("ledger", "ledger", null, ""), ("audit", "audit", null, "")]);
        var rule = settings.Signatures[0];
        (rule.Name, rule.Origin, rule.Named, rule.Until, rule.Position).ShouldBe(("a", SignatureOrigin.Dependency, "ledger", null, new PolicyPosition("p.yaml", 16)));
        new[] { rule.Types, rule.Messages, rule.Statuses, rule.Dependencies, rule.Flags }.Select(texts => string.Join(' ', texts)).ShouldBe(["X", "Y Z", "5??", "d", "UF"]);
        (settings.Signatures[1].Origin, settings.Signatures[1].Reason, settings.Signatures[1].Until).ShouldBe((SignatureOrigin.Bypass, "known", new DateOnly(2026, 12, 31)));
    }

    [Theory]
    [InlineData("enabled: maybe", "enabled: 'maybe': expected true or false")]
    [InlineData("floor: 20%", "floor: '20%': expected a share above 0 and at most 10%, such as 0.1%")]
    [InlineData("floor: 0", "floor: '0': expected a share above 0")]
    [InlineData("margin: 0.9", "margin: '0.9': expected a ratio of 1 or more, such as 1.5")]
    [InlineData("alibiMargin: x", "alibiMargin: 'x': expected a ratio of 1 or more, such as 2")]
    [InlineData("callMargin: 1e9", "callMargin: '1e9': expected a ratio of 1 or more, such as 1.5")]
    [InlineData("outageShare: 101%", "outageShare: '101%': expected a share above 0 and at most 100%, such as 20%")]
    [InlineData("onUncorroborated: pass", "onUncorroborated: 'pass': expected fail or inconclusive")]
    [InlineData("onUncoroborated: fail", "onUncoroborated: is no known key here; did you mean 'onUncorroborated'?")]
    [InlineData("dependencies: payments", "dependencies: expected a map")]
    [InlineData("dependencies: {client: {}}", "dependencies: 'client' is an account of its own: expected the name of a dependency")]
    [InlineData("dependencies: {p: {margin: 0}}", "dependencies.p.margin: '0': expected a ratio of 1 or more, such as 1.5")]
    [InlineData("dependencies: {p: {host: x}}", "dependencies.p.host: is no known key here; did you mean 'hosts'?")]
    [InlineData("dependencies: {p: {hosts: 'pay%'}}", "dependencies.p.hosts: 'pay%': expected hosts, with * for any text and no other wildcard")]
    [InlineData("dependencies: {p: {hosts: 'pay?'}}", "dependencies.p.hosts: 'pay?': expected hosts, with * for any text and no other wildcard")]
    [InlineData("dependencies: {p: {hosts: []}}", "dependencies.p.hosts: expected a list of texts")]
    [InlineData("dependencies: {p: {witnesses: 'orders*'}}", "dependencies.p.witnesses: 'orders*': expected names of services as they report themselves, without wildcards")]
    [InlineData("dependencies: {p: {witnesses: \"a\\u0007b\"}}", "expected names of services as they report themselves")]
    [InlineData("dependencies: {'p%': {}}", "dependencies: 'p%': expected a name without wildcards and control characters")]
    [InlineData("signatures: {A: {type: x, origin: own}}", "signatures: 'A': expected a name of lower-case letters, digits and dashes")]
    [InlineData("signatures: {a: {type: x}}", "signatures.a.origin: is missing: expected own, dependency, client or platform; or bypass with a reason")]
    [InlineData("signatures: {a: {type: x, origin: upstream}}", "signatures.a.origin: 'upstream': expected own, dependency, client or platform; or bypass with a reason")]
    [InlineData("signatures: {a: {type: x, origin: bypass}}", "signatures.a.origin: 'bypass': expected own, dependency, client or platform; or bypass with a reason")]
    [InlineData("signatures: {a: {origin: own}}", "signatures.a.origin: matches every error: expected at least one of type, message, status, dependency and flag")]
    [InlineData("signatures: {a: {status: 503, origin: dependency}}", "signatures.a.status: a status alone exonerates nobody, anyone can answer it")]
    [InlineData("signatures: {a: {status: 503, origin: platform}}", "signatures.a.status: a status alone exonerates nobody, anyone can answer it")]
    [InlineData("signatures: {a: {type: x, bypass: known}}", "signatures.a.until: is missing: a bypass ends, expected its last day such as 2026-12-31")]
    [InlineData("signatures: {a: {type: x, bypass: known, until: soon}}", "signatures.a.until: 'soon': expected the last day it holds, such as 2026-12-31")]
    [InlineData("signatures: {a: {type: x, bypass: known, until: 2026-12-31, origin: own}}", "signatures.a.origin: a bypass has no origin: expected one of both")]
    [InlineData("signatures: {a: {type: x, origin: own, until: 2026-12-31}}", "signatures.a.until: only a bypass ends")]
    [InlineData("signatures: {a: {type: x, origin: client, named: n}}", "signatures.a.named: only errors of a dependency take its name")]
    [InlineData("signatures: {a: {types: x, origin: own}}", "signatures.a.types: is no known key here; did you mean 'type'?")]
    [InlineData("signatures: {a: {type: [], origin: own}}", "signatures.a.type: expected a list of texts")]
    [InlineData("signatures: {a: text}", "signatures.a: expected a map")]
    public void A_fault_quotes_the_value_and_says_what_was_expected(string attribution, string expected) => Faults(attribution).ShouldHaveFault(expected);

    [Fact]
    public void A_policy_has_at_most_500_rules() =>
        Faults("signatures:\n" + string.Concat(Enumerable.Range(0, 501).Select(i => $"  r{i}: {{type: x, origin: own}}\n"))).ShouldHaveFault("has 501 rules: expected at most 500");

    [Fact]
    public void All_faults_come_at_once() => Faults("floor: x\nmargin: x\nsignatures: {a: {type: x}, b: {origin: own}}").Count.ShouldBe(4);

    [Fact]
    public void A_services_rules_come_before_the_shipped_ones_and_null_takes_one_away()
    {
        var catalog = Built(
            ("defaults.yaml", "kind: signatures\nname: defaults\nsignatures:\n  sockets: {type: Socket, origin: dependency}\n  http: {type: Http, origin: dependency}"),
            ("p.yaml", Policy("{}")),
            ("s.yaml", "kind: service\nname: shop\npolicy: p\noverrides:\n  attribution:\n    signatures:\n      mine: {type: Http, origin: own}\n      sockets: null"));

        catalog.Resolve("shop", null, Strategy.Canary, null).ShouldBeOfType<PolicyResolution.Resolved>().Policy.Attribution.Signatures.Select(rule => rule.Name).ShouldBe(["mine", "http"]);
        catalog.Policies.Single().Attribution.Signatures.Select(rule => rule.Name).ShouldBe(["sockets", "http"]);
    }

    [Theory]
    [InlineData("2026-11-24", "expired on 2026-11-24: remove the bypass, or say again why it is needed")]
    [InlineData("2026-11-25", null)]
    [InlineData("2027-05-24", null)]
    [InlineData("2027-05-25", "ends on 2027-05-25: expected at most 180 days from today")]
    public void A_bypass_that_is_over_or_far_from_over_is_a_fault_of_the_linter(string until, string? expected)
    {
        var faults = BypassLint.Faults(Built(("p.yaml", Policy($"signatures: {{flake: {{type: x, bypass: known, until: {until}}}}}"))), Today).Select(fault => fault.ToString()).ToList();

        faults.ShouldBe(expected is null ? [] : [$"p.yaml:7 signatures.flake.until: {expected}"]);
    }

    [Fact]
    public void A_bypass_of_a_service_is_linted_too_and_each_is_told_once()
    {
        var catalog = Built(
            ("p.yaml", Policy("{}")),
            ("s.yaml", "kind: service\nname: shop\npolicy: p\noverrides:\n  attribution:\n    signatures:\n      flake: {type: x, bypass: known, until: 2020-01-01}"));

        BypassLint.Faults(catalog, Today).ShouldHaveSingleItem().ToString().ShouldBe("s.yaml:7 signatures.flake.until: expired on 2020-01-01: remove the bypass, or say again why it is needed");
    }

    private static string Policy(string attribution) => $"kind: policy\nname: p\nobjectives:\n  e: {{kind: errorRate, atMost: 1%}}\n# what it is about\nattribution:\n  {attribution.ReplaceLineEndings("\n  ")}";

    private static AttributionSettings Read(string attribution) => Built(("p.yaml", Policy(attribution))).Policies.Single().Attribution;

    private static PolicyCatalog Built(params (string File, string Yaml)[] files)
    {
        var faults = new List<PolicyFault>();
        var result = PolicyTexts.Build(files.ToDictionary(file => file.File, file => file.Yaml), Judges.Shipped, faults);
        return result.ShouldBeOfType<PolicyCatalogResult.Built>(string.Join('\n', faults)).Catalog;
    }

    private static List<string> Faults(string attribution)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(new Dictionary<string, string> { ["p.yaml"] = Policy(attribution) }, Judges.Shipped, faults);
        return [.. faults.Select(fault => fault.ToString())];
    }
}
