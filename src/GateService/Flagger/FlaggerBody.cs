using System.Text.Json;
using GateService.Wire;

namespace GateService.Flagger;

/// <summary>
/// What Flagger sends: the canary's name, namespace and checksum, and metadata, texts that the Canary's author wrote. There is no weight and no
/// pod hash in it, and no header can be set, so that the token comes in the metadata too.
/// </summary>
internal sealed record FlaggerBody(string? Name, string? Namespace, string Checksum, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Twice)
{
    private const int LongestChecksum = 253;
    private const string Args = "args.";
    private const string Shipped = "change.";

    private static readonly string[] Known = ["token", "target", "service", "cluster", "team", "strategy", "mode", "policy", "window", "stepWeight"];

    public string? Token => Metadata.GetValueOrDefault("token");

    /// <summary>The Deployment that Flagger rolls out; it runs the canary, and the one with -primary behind its name the stable version.</summary>
    public string? Target => Metadata.GetValueOrDefault("target") ?? Name;

    /// <summary>The question to the gate, with all that was not taken of what was sent.</summary>
    public EvaluateBody Question(FlaggerHook hook)
    {
        var ignored = new IgnoredFields();
        foreach (var key in Unknown)
        {
            ignored.Unknown("metadata.", key, Known);
        }

        var request = Request(hook) with { Change = ChangeReading.Read(JsonSerializer.SerializeToElement(Below(Shipped)), ignored) };
        return new EvaluateBody(request, Faults(), ignored.Warnings);
    }

    /// <summary>What no question can be made of; the values of the question itself are looked at where all are.</summary>
    private Dictionary<string, string[]> Faults()
    {
        var faults = Twice.ToDictionary(field => field, field => new[] { EvaluateBody.Twice }, StringComparer.Ordinal);
        if (Checksum.Length > LongestChecksum || !RequestValues.IsPlain(Checksum))
        {
            faults["checksum"] = [$"'{Shown.Short(Checksum)}': expected plain text, at most {LongestChecksum} characters"];
        }

        return faults;
    }

    /// <summary>Metadata that nobody reads.</summary>
    private IEnumerable<string> Unknown => Metadata.Keys
        .Where(key => !Known.Contains(key) && !key.StartsWith(Args, StringComparison.Ordinal) && !key.StartsWith(Shipped, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Metadata whose names begin alike, by the rest of their names: metadata has no levels.</summary>
    private Dictionary<string, string> Below(string prefix) =>
        Metadata.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);

    /// <summary>The body, or null when it is no JSON object of that shape.</summary>
    public static FlaggerBody? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 4 });
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? new FlaggerBody(Text(root, "name"), Text(root, "namespace"), Text(root, "checksum") ?? "", Texts(root), [.. Repeated(root)]) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Both Deployments' names stand in for the hashes that Flagger does not know.</summary>
    private EvaluateRequest Request(FlaggerHook hook) => new()
    {
        Service = Metadata.GetValueOrDefault("service") ?? Name,
        Namespace = Namespace,
        Cluster = Metadata.GetValueOrDefault("cluster"),
        Rollout = Target,
        Team = Metadata.GetValueOrDefault("team"),
        Strategy = Metadata.GetValueOrDefault("strategy"),
        Mode = Metadata.GetValueOrDefault("mode") ?? (hook == FlaggerHook.Confirm ? "step" : "background"),
        Policy = Metadata.GetValueOrDefault("policy"),
        Window = Metadata.GetValueOrDefault("window"),
        StepWeight = Metadata.GetValueOrDefault("stepWeight"),
        CanaryHash = Target,
        StableHash = Target is { } target ? $"{target}-primary" : null,
        Args = Below(Args),
    };

    private static IEnumerable<string> Repeated(JsonElement root) => Repeated(root, "")
        .Concat(root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object ? Repeated(metadata, "metadata.") : []);

    private static IEnumerable<string> Repeated(JsonElement of, string place) =>
        of.EnumerateObject().GroupBy(entry => entry.Name, StringComparer.Ordinal).Where(entries => entries.Skip(1).Any()).Select(entries => place + Shown.Of(entries.Key));

    private static string? Text(JsonElement root, string field) =>
        root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static Dictionary<string, string> Texts(JsonElement root) =>
        root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            ? metadata.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String && entry.Value.GetString()!.Length > 0)
                .GroupBy(entry => entry.Name, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => entry.Last().Value.GetString()!, StringComparer.Ordinal)
            : [];
}
