using System.Text.RegularExpressions;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads what a KPI is computed from.</summary>
internal static partial class KpiReader
{
    public static KpiDefinition? Read(PolicyFields fields)
    {
        var eventType = fields.RequiredText("eventType", "the event type the KPI counts, such as CheckoutCompleted");
        var form = fields.Required("form", EnumNames.Read<KpiForm>, EnumNames.Choices<KpiForm>());
        var (where, numerator, attribute, serviceAttribute) = (fields.Text("where"), fields.Text("numerator"), fields.Text("attribute"), fields.Text("serviceAttribute"));
        var parameters = Parameters(fields);
        var definition = new KpiDefinition
        {
            EventType = eventType ?? "",
            Form = form ?? default,
            Where = where,
            Numerator = numerator,
            Attribute = attribute,
            Parameters = parameters,
            Per = fields.Optional("per", EnumNames.Read<KpiPer>, EnumNames.Choices<KpiPer>()) ?? default,
            Delay = fields.Optional("delay", Delay, "a duration from 0s to 30m, such as 5m") ?? default,
            Quantile = fields.Has("quantile") ? fields.Optional<double>("quantile", Quantile, "a quantile between 0 and 1, such as 0.95") : null,
            Reading = fields.Optional("reading", EnumNames.Read<GaugeReading>, EnumNames.Choices<GaugeReading>()) ?? default,
            Account = fields.Text("account"),
            ServiceAttribute = serviceAttribute,
            Slices = SliceReader.Read(fields.Nested("slices"), ApmHttp.Source),
        };
        if (form is { } known)
        {
            CheckForm(fields, known);
        }

        CheckFragments(fields, parameters, ("where", where), ("numerator", numerator));
        CheckName(fields, "eventType", eventType);
        CheckName(fields, "attribute", attribute);
        CheckName(fields, "serviceAttribute", serviceAttribute);
        return eventType is null || form is null ? null : definition;
    }

    private static TimeSpan? Delay(string text) => Durations.TryParse(text, out var delay) && delay <= TimeSpan.FromMinutes(30) ? delay : null;

    private static double? Quantile(string text) => PolicyValue.Number(text) is > 0 and < 1 and { } share ? share : null;

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

    /// <summary>Every form needs some fields and takes no others.</summary>
    private static void CheckForm(PolicyFields fields, KpiForm form)
    {
        Belongs(fields, form, "numerator", form == KpiForm.Ratio, "a ratio needs the condition it counts", "only a ratio has a numerator");
        Belongs(fields, form, "attribute", form is not (KpiForm.Ratio or KpiForm.Rate), $"a {EnumNames.Of(form)} needs the attribute it is of", "a ratio and a rate count events, and have no attribute");
        Belongs(fields, form, "quantile", form == KpiForm.Percentile, "a percentile needs its quantile, such as 0.95", "only a percentile has a quantile");
        Belongs(fields, form, "per", form is KpiForm.Rate or KpiForm.Sum, null, "only a rate and a sum are per minute or per request");
        Belongs(fields, form, "delay", form is KpiForm.Rate or KpiForm.Sum, null, "only a rate and a sum are counted beside requests, and may come after them");
        Belongs(fields, form, "reading", form == KpiForm.Gauge, null, "only a gauge has a reading");
    }

    private static void Belongs(PolicyFields fields, KpiForm form, string key, bool belongs, string? missing, string surplus)
    {
        if (belongs && missing is not null && !fields.Has(key))
        {
            fields.FaultOfYounger(["form"], key, $"is missing: {missing}");
        }
        else if (!belongs && fields.Has(key))
        {
            fields.FaultOfYounger(["form", key], key, $"{surplus}, and this is a {EnumNames.Of(form)}");
        }
    }

    private static void CheckFragments(PolicyFields fields, List<KpiParameter> parameters, params (string Key, string? Fragment)[] fragments)
    {
        HashSet<string> declared = [.. parameters.Select(parameter => parameter.Name)];
        HashSet<string> known = [.. declared, .. Placeholders.Known];
        foreach (var (key, fragment) in fragments.Where(fragment => fragment.Fragment is not null))
        {
            foreach (var fault in NrqlCondition.Faults(fragment!, known))
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
            fields.FaultOfYounger(["parameters", "where", "numerator"], "parameters", $"'{unused}' is declared, but no condition uses {{{unused}}}");
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
