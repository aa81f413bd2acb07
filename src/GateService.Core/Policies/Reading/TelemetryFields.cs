namespace GateService.Core.Policies.Reading;

/// <summary>Fields of <c>telemetry</c>: reviewed conditions, names of attributes, and texts with a star.</summary>
internal static class TelemetryFields
{
    private const string Conditions = "an NRQL condition, such as span.kind = 'server'";

    public static string? Condition(PolicyFields fields, string key)
    {
        if (fields.Text(key) is not { } text)
        {
            return null;
        }

        foreach (var fault in NrqlCondition.Faults(text))
        {
            fields.Fault(key, $"'{text}' {fault}; expected {Conditions}");
        }

        return text;
    }

    public static string? Name(PolicyFields fields, string key) => fields.Text(key) is { } name && Check(fields, key, [name]) ? name : null;

    public static IReadOnlyList<string>? Names(PolicyFields fields, string key, bool mayBeEmpty = false)
    {
        if (mayBeEmpty && fields.Node(key) is PolicyNode.List { Items.Count: 0 })
        {
            return [];
        }

        return fields.Texts(key) is { } names && Check(fields, key, names) ? names : null;
    }

    /// <summary>Texts with <c>*</c> for any characters; an empty list turns the kind's off.</summary>
    public static IReadOnlyList<string>? Patterns(PolicyFields fields, string key)
    {
        if (fields.Node(key) is PolicyNode.List { Items.Count: 0 })
        {
            return [];
        }

        var patterns = fields.Texts(key);
        foreach (var pattern in patterns?.Where(pattern => pattern.Contains('%', StringComparison.Ordinal) || pattern.Contains('\'', StringComparison.Ordinal)) ?? [])
        {
            fields.Fault(key, $"'{pattern}': expected a text with * for any characters, and neither % nor a quote");
        }

        return patterns;
    }

    private static bool Check(PolicyFields fields, string key, IEnumerable<string> names)
    {
        var bad = names.Where(name => !PolicyReader.AttributeName().IsMatch(name)).ToList();
        foreach (var name in bad)
        {
            fields.Fault(key, $"'{name}': expected a New Relic name of letters, digits, '_', '.', ':', '/', '-' and spaces");
        }

        return bad.Count == 0;
    }
}
