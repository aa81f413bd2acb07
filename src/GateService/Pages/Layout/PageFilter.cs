using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

namespace GateService.Pages.Layout;

/// <summary>What a list of decisions is narrowed to, as the form of the page sends it.</summary>
public sealed record PageFilter(string? Team, string? Service, string? Namespace, string? Verdict, string? Cursor, string? Policy = null, string? Label = null)
{
    public bool IsEmpty => this is { Team: null, Service: null, Namespace: null, Verdict: null, Policy: null, Label: null };

    internal DecisionFilter Decisions => new() { Team = Team, Service = Service, Namespace = Namespace, Verdict = Verdict, Cursor = Cursor, Policy = Policy, Label = Label };

    /// <summary>What the page cannot ask; null when it can.</summary>
    internal string? Fault => Verdict is not null && EnumNames.Read<Verdict>(Verdict) is null ? $"verdict '{Shown.Of(Verdict)}': expected {EnumNames.Choices<Verdict>()}"
        : Label is not null && !DecisionFilter.Labels.Contains(Label) ? $"label '{Shown.Of(Label)}': expected {string.Join(", ", DecisionFilter.Labels)}"
        : Cursor is not null && !DecisionId.IsOne(Cursor) ? $"cursor '{Shown.Of(Cursor)}': expected the next of the page before, as it was given"
        : null;

    internal static PageFilter Of(HttpRequest request) => new(
        Field(request, "team"), Field(request, "service"), Field(request, "namespace"), Field(request, "verdict"), Field(request, "cursor"), Field(request, "policy"), Field(request, "label"));

    /// <summary>What a form sent in a field; null where it was left empty.</summary>
    internal static string? Field(HttpRequest request, string name) => request.Query[name].ToString().Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The address of this list, or of another page of it.</summary>
    internal string Address(string? cursor)
    {
        var fields = new[] { ("team", Team), ("service", Service), ("namespace", Namespace), ("verdict", Verdict), ("policy", Policy), ("label", Label), ("cursor", cursor) }
            .Where(field => field.Item2 is not null).Select(field => $"{field.Item1}={Uri.EscapeDataString(field.Item2!)}").ToList();
        return fields.Count == 0 ? "/" : $"/?{string.Join('&', fields)}";
    }
}
