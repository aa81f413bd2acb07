using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

namespace GateService.Pages.Layout;

/// <summary>What a list of decisions is narrowed to, as the form of the page sends it.</summary>
public sealed record PageFilter(string? Team, string? Service, string? Namespace, string? Verdict, string? Cursor)
{
    public bool IsEmpty => this is { Team: null, Service: null, Namespace: null, Verdict: null };

    internal DecisionFilter Decisions => new() { Team = Team, Service = Service, Namespace = Namespace, Verdict = Verdict, Cursor = Cursor };

    /// <summary>What the page cannot ask; null when it can.</summary>
    internal string? Fault => Verdict is not null && EnumNames.Read<Verdict>(Verdict) is null ? $"verdict '{Shown.Of(Verdict)}': expected {EnumNames.Choices<Verdict>()}"
        : Cursor is not null && !DecisionId.IsOne(Cursor) ? $"cursor '{Shown.Of(Cursor)}': expected the next of the page before, as it was given"
        : null;

    internal static PageFilter Of(HttpRequest request) => new(
        Field(request, "team"), Field(request, "service"), Field(request, "namespace"), Field(request, "verdict"), Field(request, "cursor"));

    /// <summary>What a form sent in a field; null where it was left empty.</summary>
    internal static string? Field(HttpRequest request, string name) => request.Query[name].ToString().Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The address of this list, or of another page of it.</summary>
    internal string Address(string? cursor)
    {
        var fields = new[] { ("team", Team), ("service", Service), ("namespace", Namespace), ("verdict", Verdict), ("cursor", cursor) }
            .Where(field => field.Item2 is not null).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2!)}").ToList();
        return fields.Count == 0 ? "/" : $"/?{string.Join('&', fields)}";
    }
}
