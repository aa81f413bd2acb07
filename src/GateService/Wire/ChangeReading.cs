using System.Text.Json;
using GateService.Core.Requests;

namespace GateService.Wire;

/// <summary>Reads <c>change</c> of a request. It is for people alone, so nothing in it is a fault that would cost a verdict: what cannot be shown is left out, with a warning.</summary>
internal static class ChangeReading
{
    private const int LongestText = 512;
    private const int LongestAddress = 2048;

    private static readonly (string Name, bool IsAddress)[] Fields =
    [
        ("image", false), ("commit", false), ("stableCommit", false), ("author", false), ("pullRequest", true), ("diff", true), ("link", true), ("runbook", true),
    ];

    /// <param name="value">Of the field <c>change</c>.</param>
    /// <param name="ignored">Takes what was left out.</param>
    /// <returns>Null where nothing is said.</returns>
    public static Change? Read(JsonElement value, IgnoredFields ignored)
    {
        if (value.ValueKind is JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            ignored.Say($"change is a JSON {value.ValueKind.ToString().ToLowerInvariant()} and was left out: expected an object of {string.Join(", ", Fields.Select(field => field.Name))}");
            return null;
        }

        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var field = Fields.FirstOrDefault(field => property.NameEquals(field.Name));
            if (field.Name is null)
            {
                ignored.Unknown("change.", property.Name, Fields.Select(known => known.Name));
            }
            else if (!seen.Add(field.Name))
            {
                ignored.Say($"change.{field.Name} is given twice and was left out: expected it once");
                said.Remove(field.Name);
            }
            else if (property.Value.ValueKind is JsonValueKind.Null || (property.Value.ValueKind == JsonValueKind.String && property.Value.GetString()!.Length == 0))
            {
                // Argo sends "" for what a Rollout does not say.
            }
            else if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                ignored.Say($"change.{field.Name} is a JSON {property.Value.ValueKind.ToString().ToLowerInvariant()} and was left out: expected a text");
            }
            else if ((property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText()) is var text && IsShown(text, field.IsAddress))
            {
                said[field.Name] = text;
            }
            else
            {
                ignored.Say($"change.{field.Name} '{Shown.Of(text)}' was left out: expected {(field.IsAddress ? $"an address with http or https, at most {LongestAddress} characters" : $"plain text, at most {LongestText} characters")}");
            }
        }

        return said.Count == 0 ? null : new Change
        {
            Image = said.GetValueOrDefault("image"),
            Commit = said.GetValueOrDefault("commit"),
            StableCommit = said.GetValueOrDefault("stableCommit"),
            Author = said.GetValueOrDefault("author"),
            PullRequest = said.GetValueOrDefault("pullRequest"),
            Diff = said.GetValueOrDefault("diff"),
            Link = said.GetValueOrDefault("link"),
            Runbook = said.GetValueOrDefault("runbook"),
        };
    }

    /// <summary>An address of a page, and of nothing that a browser would run.</summary>
    internal static bool IsAddress(string text) => text.Length <= LongestAddress && RequestValues.IsPlain(text)
        && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.Host.Length > 0;

    private static bool IsShown(string text, bool isAddress) => isAddress ? IsAddress(text) : text.Length <= LongestText && RequestValues.IsPlain(text);
}
