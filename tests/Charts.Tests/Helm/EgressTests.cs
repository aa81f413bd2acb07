using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Helm;

/// <summary>The gate is let out to where its values send it, and to nothing else.</summary>
public sealed class EgressTests(Workshop workshop)
{
    [Theory]
    [InlineData("", 53, 443)]
    [InlineData("newRelic.endpoint=http://simulator:5310/graphql", 53, 5310)]
    [InlineData("newRelic.endpoint=https://newrelic.example.com/graphql", 53, 443)]
    [InlineData("newRelic.endpoint=http://simulator/graphql", 53, 80)]
    [InlineData("telemetry.otlpEndpoint=http://otel-collector.observability:4317", 53, 443, 4317)]
    [InlineData("env.OTEL_EXPORTER_OTLP_ENDPOINT=http://otel-collector.observability:4318", 53, 443, 4318)]
    [InlineData("env.NewRelic__Accounts__eu__Endpoint=https://eu.example.com:8443/graphql", 53, 443, 8443)]
    [InlineData("env.Gate__PublicUrl=https://gate.example.com:9443", 53, 443)]
    [InlineData("history.store=postgres", 53, 443, 5432)]
    [InlineData("history.store=postgres,history.postgres.port=6432", 53, 443, 6432)]
    [InlineData("proxy.url=http://proxy.example.com:3128", 53, 3128)]
    [InlineData("proxy.url=https://proxy.example.com", 53, 443)]
    [InlineData("proxy.urlSecret.name=proxy,proxy.urlSecret.key=url,proxy.port=8080", 53, 8080)]
    [InlineData("proxy.url=http://proxy.example.com:3128,telemetry.otlpEndpoint=http://otel-collector.observability:4317", 53, 3128, 4317)]
    [InlineData("proxy.url=http://proxy.example.com:3128,newRelic.endpoint=https://nerdgraph.gate.svc:8443/graphql", 53, 3128, 8443)]
    [InlineData("newRelic.endpoint=http://simulator:5310/graphql,notifications.channels[0].name=a,notifications.channels[0].kind=Slack,notifications.channels[0].urlSecret.name=s,notifications.channels[0].urlSecret.key=k", 53, 443, 5310)]
    [InlineData("newRelic.endpoint=http://simulator:5310/graphql,env.Notifications__Channels__0__Url.valueFrom.secretKeyRef.name=s", 53, 443, 5310)]
    public async Task Ports_follow_the_addresses_that_are_configured(string values, params int[] ports)
    {
        var rendered = await workshop.RenderGateAsync(4, values.Length == 0 ? [] : ["--set", values]);

        Ports(rendered).ShouldBe(ports);
    }

    [Fact]
    public async Task An_issuer_on_a_port_of_its_own_is_let_out_to() =>
        Ports(await workshop.RenderGateAsync(4, "--set", "auth.issuers[0].name=a,auth.issuers[0].issuer=https://login.example.com,auth.issuers[0].jwksAddress=https://keys.example.com:8443/keys,auth.issuers[0].audience=gate,auth.issuers[0].grants[0].team=shop,auth.issuers[0].grants[0].services[0]=*,auth.issuers[0].grants[0].namespaces[0]=shop"))
            .ShouldBe([53, 443, 8443]);

    private static IEnumerable<int> Ports(string rendered) => Manifest.All(rendered).Single(manifest => manifest.Kind == "NetworkPolicy").Maps("spec.egress")
        .SelectMany(rule => ((YamlSequenceNode)rule["ports"]).Children).Select(port => int.Parse(Manifest.Scalar(port, "port")!, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Order();
}
