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
}
