using System.Text.Json;
using GateService.Core.Requests;

namespace GateService.Wire;

/// <summary>Reads a request body as tolerantly as Argo, curl and people need, and says about everything it did not take.</summary>
/// <param name="Request">What could be read; null when the body is no JSON object.</param>
/// <param name="Faults">By field; the key <c>body</c> is the body as a whole.</param>
/// <param name="Warnings">Fields that were ignored.</param>
internal sealed record EvaluateBody(EvaluateRequest? Request, Dictionary<string, string[]> Faults, List<string> Warnings)
{
    private static readonly JsonDocumentOptions Tolerant = new() { MaxDepth = 8, AllowTrailingCommas = true };

    /// <summary>Readers disagree on which of two values counts, so neither does.</summary>
    public const string Twice = "is given twice: expected it once";

    private static readonly string[] Fields =
    [
        "service", "namespace", "cluster", "rollout", "team", "strategy", "mode", "canaryHash", "stableHash", "revision", "stepIndex", "stepWeight", "stepStartedAt",
        "rolloutStartedAt", "window", "policy", "at",
    ];

    public static EvaluateBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutByteOrderMark(body), Tolerant);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadObject(document.RootElement)
                : Unreadable($"is a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()}: expected an object");
        }
        catch (InvalidOperationException)
        {
            // JsonElement decodes a text when it is read, and only then notices.
            return Unreadable("holds a text that is no Unicode: expected UTF-8, and \\u escapes of surrogates in pairs");
        }
        catch (JsonException e)
        {
            return Unreadable(body.IsEmpty ? "is empty: expected a JSON object with at least service" : $"is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: expected an object");
        }
    }

    private static EvaluateBody ReadObject(JsonElement root)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var ignored = new IgnoredFields();
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        IReadOnlyDictionary<string, string>? args = null;
        Change? change = null;
        foreach (var property in root.EnumerateObject())
        {
            if (!seen.Add(property.Name) && (property.NameEquals("args") || property.NameEquals("change") || Fields.Contains(property.Name)))
            {
                faults[property.Name] = [Twice];
            }
            else if (property.NameEquals("args"))
            {
                args = ReadArgs(property.Value, faults);
            }
            else if (property.NameEquals("change"))
            {
                change = ChangeReading.Read(property.Value, ignored);
            }
            else if (!Fields.Contains(property.Name))
            {
                ignored.Unknown("", property.Name, [.. Fields, "args", "change"]);
            }
            else if (Scalar(property.Value, out var text))
            {
                values[property.Name] = text;
            }
            else
            {
                faults[property.Name] = [$"is a JSON {property.Value.ValueKind.ToString().ToLowerInvariant()}: expected a text or a number"];
            }
        }

        return new EvaluateBody(Fill(values, args, change), faults, ignored.Warnings);
    }

    private static EvaluateRequest Fill(Dictionary<string, string?> values, IReadOnlyDictionary<string, string>? args, Change? change) => new()
    {
        Service = values.GetValueOrDefault("service"),
        Namespace = values.GetValueOrDefault("namespace"),
        Cluster = values.GetValueOrDefault("cluster"),
        Rollout = values.GetValueOrDefault("rollout"),
        Team = values.GetValueOrDefault("team"),
        Strategy = values.GetValueOrDefault("strategy"),
        Mode = values.GetValueOrDefault("mode"),
        CanaryHash = values.GetValueOrDefault("canaryHash"),
        StableHash = values.GetValueOrDefault("stableHash"),
        Revision = values.GetValueOrDefault("revision"),
        StepIndex = values.GetValueOrDefault("stepIndex"),
        StepWeight = values.GetValueOrDefault("stepWeight"),
        StepStartedAt = values.GetValueOrDefault("stepStartedAt"),
        RolloutStartedAt = values.GetValueOrDefault("rolloutStartedAt"),
        Window = values.GetValueOrDefault("window"),
        Policy = values.GetValueOrDefault("policy"),
        At = values.GetValueOrDefault("at"),
        Args = args,
        Change = change,
    };

    private static Dictionary<string, string>? ReadArgs(JsonElement value, Dictionary<string, string[]> faults)
    {
        if (value.ValueKind is JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            faults["args"] = [$"is a JSON {value.ValueKind.ToString().ToLowerInvariant()}: expected an object of texts and numbers"];
            return null;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var args = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!Scalar(property.Value, out var text))
            {
                faults[$"args.{Shown.Of(property.Name)}"] = [$"is a JSON {property.Value.ValueKind.ToString().ToLowerInvariant()}: expected a text or a number"];
            }
            else if (!seen.Add(property.Name))
            {
                faults[$"args.{Shown.Of(property.Name)}"] = [Twice];
            }
            else if (text is not null)
            {
                args[property.Name] = text;
            }
        }

        return args;
    }

    /// <summary>A text, number or boolean as text; null and empty as null.</summary>
    private static bool Scalar(JsonElement value, out string? text)
    {
        text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        text = text is { Length: 0 } ? null : text;
        return value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
    }

    private static EvaluateBody Unreadable(string fault) => new(null, new() { ["body"] = [fault] }, []);

    /// <summary>Some editors write one into every file.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) => body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
}
