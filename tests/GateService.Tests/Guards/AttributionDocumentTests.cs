using System.Text.RegularExpressions;
using GateService.Core;
using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Core.Words;
using GateService.Evidence;
using GateService.Tests.Evidence;
using GateService.Tests.Hosting;
using GateService.Yaml;

namespace GateService.Tests.Guards;

/// <summary>docs/attribution.md by its samples, its words and its figures.</summary>
public sealed partial class AttributionDocumentTests
{
    private static readonly string Document = Repository.Read("docs", "attribution.md");
    private static readonly DateOnly Today = new(2026, 11, 25);

    [Fact]
    public void The_sample_is_a_service_file_that_the_linter_finds_nothing_wrong_with()
    {
        var (catalog, faults) = Sample();

        faults.ShouldBeEmpty();
        BypassLint.Faults(catalog, Today).ShouldBeEmpty();
    }

    [Fact]
    public void The_sample_does_what_the_document_says()
    {
        var settings = Sample().Catalog.Resolve("my-shop", null, Strategy.Canary, null).ShouldBeOfType<PolicyResolution.Resolved>().Policy.Attribution;
        var classifier = new Classifier(settings, [], Today);

        settings.Signatures.Take(3).Select(rule => rule.Name).ShouldBe(["ledger", "bad-voucher", "known-flake"], "the service's own come first");
        settings.NameOf("payments-eu.shop.svc.cluster.local:8080").ShouldBe("payments");
        settings.NameOf("psp.example.com:443").ShouldBe("payments");
        Said(new("Shop.LedgerException", "500", "closed")).ShouldBe("Dependency ledger");
        Said(new("Shop.VoucherException", "400", "voucher expired yesterday")).ShouldBe("Client client");
        Said(new("Shop.VoucherException", "500", "no such voucher")).ShouldBe("Own ");
        Said(new("Error", "500", "connect ECONNREFUSED 10.0.0.7:8080")).ShouldBe("Own ", "null takes the shipped rule away");
        Said(new("Shop.ImageResizeException", "500", null)).ShouldBe("Bypass ");
        new Classifier(settings, [], new DateOnly(2027, 1, 1)).Of(new ErrorSignature("Shop.ImageResizeException", "500", null)).Origin.ShouldBe(SignatureOrigin.Own);

        string Said(ErrorSignature signature) => $"{classifier.Of(signature).Origin} {classifier.Of(signature).Account}";
    }

    [Fact]
    public void Every_decision_is_in_the_table()
    {
        foreach (var decision in Enum.GetValues<AccountDecision>())
        {
            Document.ShouldContain($"*{EnumNames.Of(decision)}*", Case.Sensitive);
        }
    }

    [Fact]
    public void Its_figures_are_those_of_the_code()
    {
        var queries = new ErrorQuestion(Plans.Of(Plans.Shipped("http-default"))).Queries.ToDictionary(query => query.Name, query => query.Nrql.Text);
        var defaults = new AttributionSettings();

        Document.ShouldContain($"the {LimitOf("errors")} most frequent signatures and the {LimitOf("calls") / 4} most frequent dependencies", Case.Sensitive, "each is a row for what failed and one for what did not, of each slice");
        Document.ShouldContain($"{LimitOf("failed-requests")} failed requests of each slice and {LimitOf("failed-calls"):N0} failed calls");
        queries.Count.ShouldBe(10);
        (LimitOf("failed-requests-stable"), LimitOf("failed-calls-stable")).ShouldBe((LimitOf("failed-requests"), LimitOf("failed-calls")));
        Document.ShouldContain($"longer than {BypassLint.LongestDays} days");
        Document.ShouldContain($"{NewRelic.Api.Nrql.MaxBytes:N0} bytes");
        Document.ShouldContain($"the floor ({defaults.Floor:0.0%} of the requests) and over {defaults.Margin} times stable's share".Replace(" %", "%", StringComparison.Ordinal));
        Document.ShouldContain($"over {defaults.CallMargin} times as often per request");

        int LimitOf(string name) => int.Parse(Limit().Match(queries[name]).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static (PolicyCatalog Catalog, List<PolicyFault> Faults) Sample()
    {
        var files = Repository.PolicyFiles();
        files["services/my-shop.yaml"] = Yaml().Match(Document).Groups[1].Value;
        var faults = new List<PolicyFault>();
        return (PolicyTexts.Build(files, Judges.Shipped, faults).ShouldBeOfType<PolicyCatalogResult.Built>(string.Join('\n', faults)).Catalog, faults);
    }

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex(@" LIMIT (\d+) ")]
    private static partial Regex Limit();
}
