using System.Text.RegularExpressions;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads what a KPI is computed from.</summary>
internal static partial class KpiReader
{
    public static KpiDefinition? Read(PolicyFields fields)
    {
        var eventType = fields.RequiredText("eventType", "the event type the KPI counts, such as CheckoutCompleted");
        var form = fields.Required("form", EnumNames.Read<KpiForm>, EnumNames.Choices<KpiForm>());
        var (where, numerator, attribute) = (fields.Text("where"), fields.Text("numerator"), fields.Text("attribute"));
        var parameters = Parameters(fields);
        Check(fields, form, numerator, attribute);
        CheckFragments(fields, parameters, ("where", where), ("numerator", numerator));
        CheckName(fields, "eventType", eventType);
        CheckName(fields, "attribute", attribute);
        return eventType is null || form is null
            ? null
            : new KpiDefinition { EventType = eventType, Form = form.Value, Where = where, Numerator = numerator, Attribute = attribute, Parameters = parameters };
    }

    private static List<KpiParameter> Parameters(PolicyFields fields)
    {
        var parameters = new List<KpiParameter>();
        foreach (var (name, _) in fields.Nested("parameters") is { } nested ? nested.Map.Entries : [])
        {
            if (!ParameterName().IsMatch(name))
            {
                fields.Fault("parameters", $"'{name}': expected a name of letters, digits and underscores");
            }
            else if (fields.Nested("parameters")!.Nested(name) is { } parameter)
            {
                var type = parameter.Value("type", EnumNames.Read<KpiParameterType>, KpiParameterType.Text, "text", EnumNames.Choices<KpiParameterType>());
                parameters.Add(new KpiParameter(name, type, parameter.Text("default")));
                parameter.RefuseOthers();
            }
            else
            {
                parameters.Add(new KpiParameter(name, KpiParameterType.Text));
            }
        }

        return parameters;
    }

    private static void Check(PolicyFields fields, KpiForm? form, string? numerator, string? attribute)
    {
        if (form is not null && form == KpiForm.Ratio != numerator is not null)
        {
            fields.Fault("numerator", form == KpiForm.Ratio ? "is missing: a ratio needs the condition it counts" : "only a ratio has a numerator");
        }

        if (form is not null && form == KpiForm.Mean != attribute is not null)
        {
            fields.Fault("attribute", form == KpiForm.Mean ? "is missing: a mean needs the attribute it averages" : "only a mean has an attribute");
        }
    }

    private static void CheckFragments(PolicyFields fields, List<KpiParameter> parameters, params (string Key, string? Fragment)[] fragments)
    {
        var declared = parameters.Select(parameter => parameter.Name).ToHashSet();
        foreach (var (key, fragment) in fragments.Where(fragment => fragment.Fragment is not null))
        {
            foreach (var fault in KpiFragment.Faults(fragment!, declared))
            {
                fields.Fault(key, $"'{fragment}' {fault}");
            }
        }

        var patterns = KpiFragment.PatternParameters([.. fragments.Select(fragment => fragment.Fragment)]);
        foreach (var parameter in parameters.Where(parameter => patterns.Contains(parameter.Name) && parameter.Default?.Contains('%', StringComparison.Ordinal) == true))
        {
            fields.Fault("parameters", $"'{parameter.Default}' as the default of {parameter.Name}: expected a text without %, which LIKE would take for any characters");
        }

        var used = fragments.Where(fragment => fragment.Fragment is not null).SelectMany(fragment => KpiFragment.Parameters(fragment.Fragment!)).ToHashSet();
        foreach (var unused in declared.Where(name => !used.Contains(name)).Order(StringComparer.Ordinal))
        {
            fields.Fault("parameters", $"'{unused}' is declared, but no condition uses {{{unused}}}");
        }
    }

    private static void CheckName(PolicyFields fields, string key, string? name)
    {
        if (name is not null && !PolicyReader.AttributeName().IsMatch(name))
        {
            fields.Fault(key, $"'{name}': expected a New Relic name of letters, digits, '_', '.' and ':'");
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex ParameterName();
}
