using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Charts.Tests.Helm;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NewRelic.Simulator;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Image;

/// <summary>New Relic behind a company's proxy that shows a certificate of the company's own, asked by a gate with the environment that the chart gives it.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("charts-tests-").FullName;
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _server;

    public ConnectionTests()
    {
        using var key = ECDsa.Create();
        var authority = new CertificateRequest("CN=A company", key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        _authority = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var serverKey = ECDsa.Create();
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("nerdgraph.invalid");
        var server = new CertificateRequest("CN=nerdgraph.invalid", serverKey, HashAlgorithmName.SHA256);
        server.CertificateExtensions.Add(names.Build());
        using var issued = server.Create(_authority, now.AddDays(-1), now.AddHours(12), [1, 2, 3]);
        using var both = issued.CopyWithPrivateKey(serverKey);
        _server = X509CertificateLoader.LoadPkcs12(both.Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(Path.Combine(_folder, "bundle.pem"), _authority.ExportCertificatePem());
    }

    public void Dispose()
    {
        _authority.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task With_the_chart_s_proxy_and_authorities_New_Relic_is_reached() => (await AskAsync(trusts: true)).ShouldBe(("healthy", true));

    [Fact]
    public async Task Without_the_authorities_it_is_not_and_readiness_says_so() => (await AskAsync(trusts: false)).ShouldBe(("degraded", true));

    /// <summary>How New Relic is to the gate, and whether it was asked through the proxy; its name leads nowhere else.</summary>
    private async Task<(string Health, bool ThroughProxy)> AskAsync(bool trusts)
    {
        await using var newRelic = SimulatorApp.Create(["--urls", "https://127.0.0.1:0"], builder =>
        {
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = _server));
        });
        await newRelic.StartAsync();
        await using var proxy = new ConnectProxy(new Uri(newRelic.Urls.First()).Port);
        await using var gate = await GateProcess.StartAsync(Path.Combine(AppContext.BaseDirectory, "GateService.dll"), Environment(proxy.Url, trusts));

        var ready = await gate.Client.GetFromJsonAsync<JsonElement>("/healthz/ready");

        return (ready.GetProperty("checks").GetProperty("newRelic").GetProperty("status").GetString()!, proxy.Asked.Contains("CONNECT nerdgraph.invalid:443 HTTP/1.1"));
    }

    /// <summary>The chart's variables by name; what they lead to stands here.</summary>
    private Dictionary<string, string?> Environment(Uri proxy, bool trusts)
    {
        var deployment = Manifest.All(Repository.Read("tests", "Charts.Tests", "Switches", "gate-service", "connections.golden")).Single(manifest => manifest.Kind == "Deployment");
        var rendered = ((YamlSequenceNode)deployment.Maps("spec.template.spec.containers").Single()["env"]).Children.ToDictionary(variable => Manifest.Scalar(variable, "name")!, variable => Manifest.Scalar(variable, "value"));
        rendered["HTTPS_PROXY"].ShouldBe("http://proxy.example.com:3128");
        rendered["SSL_CERT_FILE"].ShouldBe("/trust/bundle.pem");
        return new()
        {
            ["HTTPS_PROXY"] = proxy.ToString(),
            ["NO_PROXY"] = rendered["NO_PROXY"],
            ["SSL_CERT_FILE"] = trusts ? Path.Combine(_folder, "bundle.pem") : null,
            ["NewRelic__Endpoint"] = "https://nerdgraph.invalid/graphql",
            ["NewRelic__AccountId"] = rendered["NewRelic__AccountId"],
            ["NewRelic__ApiKey"] = "NRAK-TEST",
            ["Policies__Directory"] = Repository.PathOf("policies"),
            ["History__ConnectionString"] = "Data Source=connections;Mode=Memory;Cache=Shared",
            ["Auth__Disabled"] = "true",
        };
    }
}
