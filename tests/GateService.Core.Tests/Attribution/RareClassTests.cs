using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Tests.Attribution;

/// <summary>A dependency's rarer classes are on its account too, though hardly one of their requests was traced.</summary>
public sealed class RareClassTests
{
    private static readonly ErrorSignature Rare = new("System.Net.Http.HttpRequestException", "502", "Bad Gateway");

    [Fact]
    public void Where_a_rule_says_that_it_is_a_dependency_one_traced_call_says_which() =>
        Classify(Rare, "payments-api.shop.svc", null).ShouldBe("payments-api");

    [Fact]
    public void The_rule_s_own_name_comes_before_a_single_call() => Classify(Rare, "payments-api.shop.svc", "payments").ShouldBe("payments");

    [Fact]
    public void Without_a_rule_so_few_calls_say_nothing() => Classify(Rare with { Type = "Shop.OrderException" }, "payments-api.shop.svc", null).ShouldBeNull();

    private static string? Classify(ErrorSignature signature, string host, string? named)
    {
        var rule = new SignatureRule { Name = "http", Types = ["*HttpRequestException"], Origin = SignatureOrigin.Dependency, Named = named };
        return new Classifier(new AttributionSettings { Signatures = [rule] }, [new FailedCall(signature, host)], new DateOnly(2026, 11, 25)).Of(signature).Account;
    }
}
