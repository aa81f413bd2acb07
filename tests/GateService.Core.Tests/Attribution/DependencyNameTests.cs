using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Tests.Attribution;

public sealed class DependencyNameTests
{
    [Theory]
    [InlineData("server.address", "payments-api.shop.svc.cluster.local", "payments-api.shop.svc.cluster.local")]
    [InlineData("http.url", "http://index.shop.svc.cluster.local:9200/_search?q=a", "index")]
    [InlineData("http.url", "https://mail.example/send", "mail.example")]
    [InlineData("http.url", "/relative", null)]
    [InlineData("name", "External/warehouse:50051/gRPC/warehouse.W/Check", "warehouse:50051")]
    [InlineData("name", "External/mail.example/all", "mail.example")]
    [InlineData("name", "MessageBroker/Kafka/Topic/Produce/Named/mails", "mails")]
    [InlineData("name", "Datastore/statement/Postgres/orders/select", null)]
    [InlineData("name", "Java/org.apache.hc.client5.http.impl.classic.InternalHttpClient/execute", null)]
    public void An_attribute_of_a_call_names_its_dependency(string attribute, string value, string? expected) => DependencyName.In(attribute, value).ShouldBe(expected);

    [Theory]
    [InlineData("Connect to http://payments-api.shop.svc.cluster.local:8080 [payments-api.shop.svc.cluster.local/10.96.7.21] failed: Connection refused", "payments-api.shop.svc.cluster.local")]
    [InlineData("finishConnect(..) failed: Connection refused: pay/10.96.7.21:8080", "pay")]
    [InlineData("Connection refused (pay.shop.svc.cluster.local:8080)", "pay.shop.svc.cluster.local")]
    [InlineData("Failed to open TCP connection to stripe.example:443 (execution expired)", "stripe.example")]
    [InlineData("HTTPConnectionPool(host='tax', port=80): Max retries exceeded with url: /v1/t/88", "tax")]
    [InlineData("java.net.UnknownHostException: catalog", "catalog")]
    [InlineData("connect ECONNREFUSED 10.96.7.21:8080", null)]
    [InlineData("Read timed out", null)]
    public void The_message_of_a_refused_call_names_its_host_or_nobody(string message, string? expected) => DependencyName.InMessage(message).ShouldBe(expected);

    /// <summary>Pods of one service have an address each; a host that looks like one is none.</summary>
    [Theory]
    [InlineData("10.1.2.3:8080", true)]
    [InlineData("http://10.1.2.4:8080/v1", true)]
    [InlineData("10.244.3.7", true)]
    [InlineData("[fd00::12]:8080", true)]
    [InlineData("fd00::12", true)]
    [InlineData("10.1.2.3.example", false)]
    [InlineData("1.2.3.payments", false)]
    [InlineData("8080", false)]
    [InlineData("payments-api.shop.svc:8080", false)]
    [InlineData("orders.v1.2.3:5432", false)]
    public void A_bare_address_is_nobodys_name(string raw, bool isAddress) => DependencyName.IsAddress(DependencyName.Of(raw)).ShouldBe(isAddress);

    /// <summary>Which pod of a dependency a slice talks to is chance: what both slices have there in all is compared. What only the canary has is its own still.</summary>
    [Theory]
    [InlineData(285, AccountDecision.Corroborated)]
    [InlineData(0, AccountDecision.Excess)]
    public void Addresses_of_a_dependency_s_pods_are_not_told_apart(double stable, AccountDecision expected)
    {
        var http = new ErrorSignature("HttpRequestException", "503", null);
        var shop = new Shop(20) { Past = _ => 0.05 }.Fails(http, 15, stable)
            .Links(http, "10.1.0.4", isCanary: true, perMinute: 10).Links(http, "10.1.0.5", isCanary: false, perMinute: 10).Links(http, "10.1.0.6", isCanary: false, perMinute: 10);

        shop.Account().Decision.ShouldBe(expected);
    }

    /// <summary>One address among names is told apart as any name is.</summary>
    [Fact]
    public void A_single_address_is_told_apart_from_names()
    {
        var http = new ErrorSignature("HttpRequestException", "503", null);
        var shop = new Shop(20) { Past = _ => 0.05 }.Fails(http, 30, 285)
            .Links(http, "10.1.0.4", isCanary: true, perMinute: 10).Links(http, "payments-api", isCanary: true, perMinute: 10).Links(http, "payments-api", isCanary: false, perMinute: 20);

        shop.Attribute().ShouldNotBeNull().Accounts.ShouldContain(found => found.Account.Name == "10.1.0.4" && found.Decision == AccountDecision.Excess);
    }
}
