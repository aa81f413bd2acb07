using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Charts.Tests.Helm;
using GateService;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Driven;

/// <summary>The gate, started with the environment and the policies that its chart gives it.</summary>
public sealed class InstalledGateTests : IDisposable
{
    private readonly int _metricsPort = FreePort();
    private readonly string _mount = Directory.CreateTempSubdirectory("charts-tests-").FullName;

    public static TheoryData<string> Goldens =>
    [
        Repository.PathOf("tests", "Charts.Tests", "Golden", "gate-service.yaml"),
        .. RenderTests.Switches("gate-service").Select(file => Path.ChangeExtension(file, ".golden")),
    ];

    public void Dispose() => Directory.Delete(_mount, recursive: true);

    [Theory]
    [MemberData(nameof(Goldens))]
    public async Task The_rendered_environment_and_policies_start_the_gate(string golden)
    {
        var manifests = Manifest.All(await File.ReadAllTextAsync(golden));
        await MountAsync("first", Policies(manifests));
        await using var gate = Start(Environment(manifests));

        await gate.StartAsync();

        using var client = new HttpClient { BaseAddress = new Uri(gate.Urls.First()) };
        foreach (var probe in new[] { "startupProbe", "livenessProbe" })
        {
            using var answer = await client.GetAsync(Manifest.Scalar(Container(manifests), $"{probe}.httpGet.path"));
            answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_changed_ConfigMap_is_taken_over_without_a_restart()
    {
        var manifests = Manifest.All(Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml"));
        var policies = Policies(manifests);
        await MountAsync("first", policies);
        var environment = Environment(manifests);
        environment["Policies:ReloadInterval"] = "00:00:00.020";
        environment["Auth:Tokens:0:Sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("a-token"u8));
        await using var gate = Start(environment);
        await gate.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(gate.Urls.First()), DefaultRequestHeaders = { { "Authorization", "Bearer a-token" } } };

        policies["payments.yaml"] = "kind: policy\nname: payments\nextends: http-default\n";
        await MountAsync("second", policies);

        await UntilAsync(async () => (await client.GetFromJsonAsync<JsonElement>("/v1/policies")).GetProperty("policies").EnumerateArray().Any(policy => policy.GetProperty("name").GetString() == "payments"));
    }

    [Fact]
    public async Task What_the_route_makes_public_asks_for_a_token_or_a_session_and_all_of_it_is_there()
    {
        var manifests = Manifest.All(Repository.Read("tests", "Charts.Tests", "Switches", "gate-service", "everything-shown.golden"));
        var matches = manifests.Single(manifest => manifest.Kind == "HTTPRoute").Maps("spec.rules").SelectMany(rule => ((YamlSequenceNode)rule["matches"]).Children).ToList();
        await MountAsync("first", Policies(manifests));
        await using var gate = Start(Environment(manifests));
        await gate.StartAsync();
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(gate.Urls.First(url => new Uri(url).Port != _metricsPort)) };
        using var metrics = new HttpClient { BaseAddress = new Uri(gate.Urls.Single(url => new Uri(url).Port == _metricsPort)) };
        (await metrics.GetAsync("/metrics")).IsSuccessStatusCode.ShouldBeTrue("metrics are there, at a port that no route leads to");
        (await client.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        IsPublic(matches, "/metrics").ShouldBeFalse();
        foreach (var open in new[] { "/healthz/live", "/healthz/startup", "/openapi/v1.json", "/swagger/index.html" })
        {
            (await client.GetAsync(open)).IsSuccessStatusCode.ShouldBeTrue($"{open} is there, for whoever is inside the cluster");
            IsPublic(matches, open).ShouldBeFalse(open);
        }

        var routes = ((IEndpointRouteBuilder)gate).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.Trim('/')}").Where(route => !route.StartsWith("/healthz", StringComparison.Ordinal) && !route.StartsWith("/openapi/", StringComparison.Ordinal) && !route.StartsWith("/swagger/", StringComparison.Ordinal) && route != "/metrics").Distinct().ToList();
        routes.Count.ShouldBeGreaterThan(20);
        foreach (var route in routes.Where(route => !route.StartsWith("/assets", StringComparison.Ordinal) && route is not "/sign-in" and not "/sign-out"))
        {
            IsPublic(matches, route).ShouldBeTrue($"{route} is for people and callers outside");
            (await client.GetAsync(route)).IsSuccessStatusCode.ShouldBeFalse($"{route} answers a stranger");
        }
    }

    private static bool IsPublic(IEnumerable<YamlNode> matches, string path) => matches.Select(match => (Type: Manifest.Scalar(match, "path.type"), Value: Manifest.Scalar(match, "path.value")!))
        .Any(match => match.Type == "Exact" ? path == match.Value : path == match.Value || path.StartsWith($"{match.Value}/", StringComparison.Ordinal));

    /// <summary>As the kubelet does: files in a hidden folder, links to them through ..data, which is switched in one move.</summary>
    private async Task MountAsync(string version, Dictionary<string, string> files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_mount, $"..{version}")).FullName;
        foreach (var (name, content) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), content);
        }

        File.CreateSymbolicLink(Path.Combine(_mount, "..data_tmp"), $"..{version}");
        (await Command.RunAsync("/bin/mv", _mount, ["-T", "..data_tmp", "..data"])).Good();
        foreach (var name in files.Keys.Where(name => !File.Exists(Path.Combine(_mount, name))))
        {
            File.CreateSymbolicLink(Path.Combine(_mount, name), Path.Combine("..data", name));
        }
    }

    private static Dictionary<string, string> Policies(IReadOnlyList<Manifest> manifests) =>
        ((YamlMappingNode)manifests.Single(manifest => manifest.Kind == "ConfigMap" && manifest.Name == "gate-service-policies").Find("data")!)
            .Children.ToDictionary(entry => entry.Key.ToString(), entry => ((YamlScalarNode)entry.Value).Value!);

    /// <summary>What the container would find in its environment, with Secrets filled in and the mounts where this machine has them.</summary>
    private Dictionary<string, string?> Environment(IReadOnlyList<Manifest> manifests)
    {
        var values = ((YamlSequenceNode)Manifest.Find(Container(manifests), "env")!).Children.ToDictionary(
            variable => Manifest.Scalar(variable, "name")!.Replace("__", ":", StringComparison.Ordinal),
            variable => Manifest.Scalar(variable, "value") ?? Secret(Manifest.Scalar(variable, "name")!));
        values["Policies:Directory"].ShouldBe("/policies");
        values["Policies:Directory"] = _mount;
        if (values.TryGetValue("Telemetry:PrometheusPort", out var port))
        {
            port.ShouldBe("9464");
            values["Telemetry:PrometheusPort"] = _metricsPort.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var file in values.Keys.Where(key => key.EndsWith(":CaFile", StringComparison.Ordinal)).ToList())
        {
            // As the kubelet would mount it; one of these tests will do.
            values[file].ShouldBe("/issuers/0/ca.crt");
            values[file] = Repository.PathOf("tests", "Charts.Tests", "Driven", "authority.pem");
        }

        values["History:ConnectionString"] = $"Data Source=charts-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        return values!;
    }

    /// <summary>What an administrator would have put there; nothing listens at the address.</summary>
    private static string Secret(string variable) => variable switch
    {
        _ when variable.EndsWith("Sha256", StringComparison.Ordinal) => new string('a', 64),
        _ when variable.EndsWith("Url", StringComparison.Ordinal) => "http://127.0.0.1:9/services/T0/B0/secret",
        _ => "NRAK-TEST",
    };

    private static YamlNode Container(IReadOnlyList<Manifest> manifests) => manifests.Single(manifest => manifest.Kind == "Deployment").Maps("spec.template.spec.containers").Single();

    private static WebApplication Start(Dictionary<string, string?> environment) => GateServiceApp.Create(["--urls", "http://127.0.0.1:0"], builder =>
    {
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(environment);
    });

    /// <summary>Other gates of these tests have theirs at the chart's.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks again until it is so; a run that never gets there is ended by its runner.</summary>
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Yield();
        }
    }
}
