using System.Globalization;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>The one place where reviewed NRQL from a policy file enters a query; its parameters enter as literals.</summary>
internal static class KpiCondition
{
    public static Nrql Render(string fragment, KpiDefinition definition, IReadOnlyDictionary<string, string> arguments)
    {
        var rendered = Nrql.Empty;
        foreach (var part in KpiFragment.Parse(fragment))
        {
            rendered = Nrql.Create($"{rendered}{(part.IsParameter ? Literal(part.Text, definition, arguments) : Nrql.Trusted(part.Text))}");
        }

        return rendered;
    }

    private static Nrql Literal(string name, KpiDefinition definition, IReadOnlyDictionary<string, string> arguments) =>
        definition.Parameters.Any(parameter => parameter.Name == name && parameter.Type == KpiParameterType.Number)
            ? Nrql.Create($"{double.Parse(arguments[name], NumberStyles.Float, CultureInfo.InvariantCulture)}")
            : Nrql.Create($"{arguments[name]}");
}
