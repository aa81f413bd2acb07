using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using Charts.Tests.Schemas;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Documents;

/// <summary>
/// The path of the chart's README from an empty cluster, line by line as a person would paste it: kubectl makes the objects itself without sending them,
/// Helm renders instead of installing, and only the image is not built here.
/// </summary>
public sealed partial class InstallTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("charts-tests-").FullName;
    private IReadOnlyList<Manifest> _made = [];
    private string _all = "";
    private string[] _ran = [];

    public async ValueTask InitializeAsync()
    {
        var readme = Repository.Read("charts", "gate-service", "README.md");
        foreach (var part in new[] { "charts", "src" })
        {
            File.CreateSymbolicLink(Path.Combine(_folder, part), Repository.PathOf(part));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder, "values.yaml"), Values().Match(readme).Groups[1].Value);
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        await ShimAsync("kubectl", "real=$(PATH=${PATH#*:} command -v kubectl); echo --- >>made.yaml; $real \"$@\" --dry-run=client --output=yaml >>made.yaml");
        await ShimAsync("helm", $"[ \"$1\" = install ] || exit 0; shift; {Path.Combine(Repository.Tools, "helm4")} template \"$@\" >>made.yaml");
        await ShimAsync("dotnet", "exit 0");
        var script = Commands().Match(readme).Groups[1].Value;
        script.ShouldContain("helm install");
        (await Command.RunAsync(
            "bash", _folder, ["-euo", "pipefail", "-c", script],
            ("REGISTRY", "registry.example.com"), ("KUBECONFIG", "/dev/null"), ("PATH", $"{Path.Combine(_folder, "bin")}:/usr/local/bin:/usr/bin:/bin:{Repository.Tools}"))).Good();
        _all = await File.ReadAllTextAsync(Path.Combine(_folder, "made.yaml"));
        _made = Manifest.All(_all);
        _ran = await File.ReadAllLinesAsync(Path.Combine(_folder, "ran"));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void A_namespace_is_there_before_anything_is_put_into_it()
    {
        var known = new List<string> { "argo-rollouts" };
        foreach (var manifest in _made)
        {
            if (manifest.Kind == "Namespace")
            {
                known.Add(manifest.Name);
            }
            else if (Manifest.Scalar(manifest.Root, "metadata.namespace") is { } @namespace)
            {
                known.ShouldContain(@namespace, $"{manifest.Kind} {manifest.Name}");
            }
        }

        known.ShouldContain("gate-service");
    }

    [Fact]
    public void Every_Secret_that_the_gate_and_its_test_refer_to_was_made()
    {
        var made = Secrets("gate-service");

        var asked = _made.Where(manifest => manifest.Kind is "Deployment" or "Pod").SelectMany(manifest => References(manifest.Root)).Distinct().ToList();

        asked.Count.ShouldBe(3);
        asked.Except(made.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void The_Secret_that_Argo_reads_holds_the_token_whose_hash_the_gate_knows()
    {
        var (name, key) = _made.Where(manifest => manifest.Kind == "ClusterAnalysisTemplate").SelectMany(manifest => References(manifest.Root)).Distinct().Single();

        var token = Secrets("shop")[(name, key)];

        Secrets("gate-service")[("gate-service-tokens", "shop")].ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))));
        Secrets("gate-service")[("gate-service-helm-test", "token")].ShouldBe(token);
    }

    [Fact]
    public void The_image_that_is_pushed_is_the_one_that_is_installed()
    {
        var publish = _ran.Single(line => line.StartsWith("dotnet publish src/GateService ", StringComparison.Ordinal));
        var image = _made.Single(manifest => manifest.Kind == "Deployment").Maps("spec.template.spec.containers").Select(container => Manifest.Scalar(container, "image")).Single();

        publish.ShouldContain("-t:PublishContainer");
        image.ShouldBe($"{Property(publish, "ContainerRegistry")}/{Property("src/GateService/GateService.csproj")}:{Property(publish, "ContainerImageTag")}");
        Array.IndexOf(_ran, publish).ShouldBeLessThan(Array.FindIndex(_ran, line => line.StartsWith("helm install", StringComparison.Ordinal)));
        _ran[^1].ShouldStartWith("helm test gate-service");
    }

    [Fact]
    public async Task All_of_it_fits_the_published_types() =>
        // kubectl writes Go's empty moment, which a server takes and fills.
        (await SchemaCheck.RunAsync("types.mjs", [_all.Replace("  creationTimestamp: null\n", "", StringComparison.Ordinal)])).Faults.ShouldBeEmpty();

    private static string Property(string line, string name) => Regex.Match(line, $"-p:{name}=(\\S+)").Groups[1].Value;

    private static string Property(string project) => Regex.Match(Repository.Read(project.Split('/')), "<ContainerRepository>(.+)</ContainerRepository>").Groups[1].Value;

    private Dictionary<(string Name, string Key), string> Secrets(string @namespace) => _made
        .Where(manifest => manifest.Kind == "Secret" && Manifest.Scalar(manifest.Root, "metadata.namespace") == @namespace)
        .SelectMany(secret => ((YamlMappingNode)secret.Find("data")!).Children.Select(entry => ((secret.Name, entry.Key.ToString()), Encoding.UTF8.GetString(Convert.FromBase64String(entry.Value.ToString())))))
        .ToDictionary();

    private static IEnumerable<(string Name, string Key)> References(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(entry => entry.Key.ToString() == "secretKeyRef"
            ? [(Manifest.Scalar(entry.Value, "name")!, Manifest.Scalar(entry.Value, "key")!)]
            : References(entry.Value)),
        YamlSequenceNode list => list.SelectMany(References),
        _ => [],
    };

    /// <summary>A program of that name that notes how it was called.</summary>
    private async Task ShimAsync(string name, string does)
    {
        var file = Path.Combine(_folder, "bin", name);
        await File.WriteAllTextAsync(file, $"#!/bin/bash\necho \"{name} $*\" >>ran\n{does}\n");
        (await Command.RunAsync("/bin/chmod", _folder, ["+x", file])).Good();
    }

    [GeneratedRegex(@"^```yaml\n# values\.yaml[^\n]*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Values();

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Commands();
}
