using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Tests.Attribution;

/// <summary>From what was said of an error to whose it is suspected to be: ordered rules, else the call that failed in the same requests, else the service itself.</summary>
public sealed class ClassifierTests
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly ErrorSignature Thrown = new("System.Net.Http.HttpRequestException", "503", "Service Unavailable");

    /// <summary>A call that was answered with a 4xx names the dependency where a rule says that the error is of one and nothing else does; it makes no error one, and stands behind calls that failed.</summary>
    [Theory]
    [InlineData("System.Net.Http.HttpRequestException", 0, SignatureOrigin.Dependency, "payments-api")]
    [InlineData("System.Net.Http.HttpRequestException", 1, SignatureOrigin.Dependency, "stock-api")]
    [InlineData("System.NullReferenceException", 0, SignatureOrigin.Own, null)]
    public void A_refused_call_names_and_accuses_nobody(string type, int failed, SignatureOrigin origin, string? dependency)
    {
        var signature = new ErrorSignature(type, "500", null);
        var settings = new AttributionSettings { Signatures = [new SignatureRule { Name = "http", Types = ["*HttpRequestException"], Origin = SignatureOrigin.Dependency }] };
        var found = new Classifier(
            settings,
            [.. Enumerable.Repeat(new FailedCall(signature, "payments-api") { IsRefused = true }, 5), .. Enumerable.Repeat(new FailedCall(signature, "stock-api"), failed)],
            new DateOnly(2026, 11, 24)).Of(signature);

        (found.Origin, found.Dependency).ShouldBe((origin, dependency));
    }

    [Theory]
    [InlineData("own", "dependency", SignatureOrigin.Own)]
    [InlineData("dependency", "own", SignatureOrigin.Dependency)]
    [InlineData("client", "platform", SignatureOrigin.Client)]
    public void The_first_rule_that_matches_decides(string first, string second, SignatureOrigin expected)
    {
        var found = Classify(Thrown, null, Rule("a", "*HttpRequestException", Origin(first)), Rule("b", "*HttpRequestException", Origin(second)));

        found.Origin.ShouldBe(expected);
        found.Rule.ShouldNotBeNull().Name.ShouldBe("a");
    }

    [Fact]
    public void Of_one_field_any_pattern_may_match_and_of_several_fields_all_must()
    {
        var rule = Rule("r", "*SqlException") with { Types = ["*SqlException", "*HttpRequestException"], Messages = ["*Unavailable*"], Statuses = ["5??"] };

        Classify(Thrown, null, rule).Rule.ShouldBe(rule);
        Classify(Thrown with { Message = "refused" }, null, rule).Rule.ShouldBeNull();
        Classify(Thrown with { Status = "404" }, null, rule).Rule.ShouldBeNull();
        Classify(Thrown with { Type = "System.InvalidOperationException" }, null, rule).Rule.ShouldBeNull();
    }

    [Theory]
    [InlineData("*httprequestexception", true)]
    [InlineData("System.Net.*", true)]
    [InlineData("HttpRequestException", false)]
    [InlineData("System.Net.Http.HttpRequestException", true)]
    [InlineData("System?Net?Http?HttpRequestException", true)]
    [InlineData("*", true)]
    public void A_star_is_any_text_a_question_mark_one_character_and_case_does_not_matter(string pattern, bool matches) =>
        (Classify(Thrown, null, Rule("r", pattern)).Rule is not null).ShouldBe(matches);

    [Fact]
    public void A_pattern_never_matches_what_nobody_said()
    {
        var nothing = new ErrorSignature(null, null, null);

        Classify(nothing, null, Rule("r", "*")).Origin.ShouldBe(SignatureOrigin.Own);
        Classify(nothing, null, Rule("r", "*") with { Types = [], Flags = ["*"] }).Origin.ShouldBe(SignatureOrigin.Own);
        Classify(nothing, null, Rule("r", "*") with { Types = [], Dependencies = ["*"] }).Origin.ShouldBe(SignatureOrigin.Own);
    }

    [Fact]
    public void The_failed_call_names_the_dependency_before_the_rule_does()
    {
        var rule = Rule("r", "*HttpRequestException") with { Named = "somebody" };

        Classify(Thrown, null, rule).Account.ShouldBe("somebody");
        Classify(Thrown, "payments-api.shop.svc.cluster.local:8080", rule).Account.ShouldBe("payments-api");
        Classify(Thrown, null, rule with { Named = null }).Account.ShouldBe("unnamed dependency");
    }

    [Fact]
    public void A_rule_may_ask_for_the_dependency_whose_call_failed()
    {
        var rule = Rule("r", "*") with { Types = [], Dependencies = ["feature-flags*"], Origin = SignatureOrigin.Own };

        Classify(Thrown, "feature-flags.shop.svc", rule).Origin.ShouldBe(SignatureOrigin.Own);
        Classify(Thrown, "payments-api", rule).Account.ShouldBe("payments-api");
    }

    [Fact]
    public void Without_a_rule_the_failed_call_decides_and_without_that_the_error_is_the_services_own()
    {
        var linked = Linked(("payments-api", 3));

        linked.Of(Thrown).ShouldBe(new Classification(SignatureOrigin.Dependency, "payments-api", null));
        linked.Of(Thrown).Basis.ShouldBe("failed calls in the same requests");
        linked.Of(Thrown with { Message = "another" }).ShouldBe(new Classification(SignatureOrigin.Own, null, null));
        linked.Of(Thrown with { Message = "another" }).Basis.ShouldBe("no rule matches, and no failed call was traced");
    }

    [Theory]
    [InlineData("own", null)]
    [InlineData("client", "client")]
    [InlineData("platform", "platform")]
    [InlineData("bypass", null)]
    public void A_rule_of_another_origin_overrules_the_failed_call(string origin, string? account)
    {
        var found = Linked(new AttributionSettings { Signatures = [Rule("r", "*HttpRequestException", Origin(origin))] }, ("payments-api", 9)).Of(Thrown);

        found.Origin.ShouldBe(Origin(origin));
        found.Account.ShouldBe(account);
        found.Dependency.ShouldBeNull();
    }

    [Theory]
    [InlineData("payments-api 2", null)]
    [InlineData("payments-api 3", "payments-api")]
    [InlineData("payments-api 8, orders 2", "payments-api")]
    [InlineData("payments-api 7, orders 3", "orders or payments-api")]
    [InlineData("c 4, b 3, a 3", "a or b or c")]
    [InlineData("a 6, c 2, b 2", "a or b")]
    [InlineData("a 1, b 1, c 1, d 1, e 1", "several dependencies")]
    [InlineData("payments-api.shop.svc 5, payments-api:8080 5", "payments-api")]
    public void A_sample_of_failed_calls_names_one_dependency_or_two_or_three_or_nobody(string calls, string? expected) =>
        Linked([.. calls.Split(", ").Select(call => call.Split(' ')).Select(call => (call[0], int.Parse(call[1])))]).Of(Thrown).Account.ShouldBe(expected);

    [Fact]
    public void A_bypass_holds_through_its_last_day_and_is_as_if_it_were_not_there_afterwards()
    {
        var settings = new AttributionSettings { Signatures = [Rule("b", "*HttpRequestException", SignatureOrigin.Bypass) with { Until = Today, Reason = "SHOP-1" }, Rule("d", "*HttpRequestException") with { Named = "payments" }] };

        new Classifier(settings, [], Today).Of(Thrown).Origin.ShouldBe(SignatureOrigin.Bypass);
        new Classifier(settings, [], Today.AddDays(1)).Of(Thrown).Account.ShouldBe("payments");
    }

    [Fact]
    public void What_it_rests_on_is_the_rule_with_its_file_and_line() =>
        Classify(Thrown, null, Rule("r", "*") with { Position = new PolicyPosition("services/checkout.yaml", 12) }).Basis.ShouldBe("rule r (services/checkout.yaml:12)");

    [Theory]
    [InlineData("payments-api.shop.svc.cluster.local:8080", "payments-api")]
    [InlineData("payments-api.shop.svc", "payments-api")]
    [InlineData("payments-api.shop.SVC.cluster.local", "payments-api")]
    [InlineData("https://payments-api.shop.svc/v1/charges?x=1", "payments-api")]
    [InlineData("psp.example.com:443", "psp.example.com")]
    [InlineData("psp.svconline.com", "psp.svconline.com")]
    [InlineData("10.0.0.7:5432", "10.0.0.7")]
    [InlineData("[2001:db8::1]:443", "[2001:db8::1]:443")]
    [InlineData("postgresql", "postgresql")]
    public void A_dependency_is_called_as_people_call_it(string raw, string expected) => DependencyName.Of(raw).ShouldBe(expected);

    [Fact]
    public void A_policy_gives_several_hosts_one_name_and_its_first_match_counts()
    {
        var settings = new AttributionSettings { Dependencies = [new DependencySettings("payments", ["payments-*", "psp.example.com"], null, []), new DependencySettings("rest", ["*"], null, [])] };

        settings.NameOf("payments-eu.shop.svc:80").ShouldBe("payments");
        settings.NameOf("PSP.example.com:443").ShouldBe("payments");
        settings.NameOf("ledger").ShouldBe("rest");
        Linked(settings, ("payments-eu", 4), ("payments-us", 4)).Of(Thrown).Account.ShouldBe("payments");
    }

    private static SignatureOrigin Origin(string name) => Enum.Parse<SignatureOrigin>(name, ignoreCase: true);

    private static SignatureRule Rule(string name, string type, SignatureOrigin origin = SignatureOrigin.Dependency) => new() { Name = name, Types = [type], Origin = origin };

    private static Classification Classify(ErrorSignature signature, string? dependency, params SignatureRule[] rules) =>
        new Classifier(new AttributionSettings { Signatures = rules }, [], Today).Of(signature, dependency);

    private static Classifier Linked(params (string Host, int Times)[] calls) => Linked(new AttributionSettings(), calls);

    private static Classifier Linked(AttributionSettings settings, params (string Host, int Times)[] calls) =>
        new(settings, [.. calls.SelectMany(call => Enumerable.Repeat(new FailedCall(Thrown, call.Host), call.Times))], Today);
}
