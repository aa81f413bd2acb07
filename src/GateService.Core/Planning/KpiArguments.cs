using System.Globalization;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Core.Planning;

/// <summary>The values of one KPI's parameters, or what is wrong with them.</summary>
public sealed record KpiArguments(IReadOnlyDictionary<string, string> Values, string? Fault)
{
    /// <param name="definition">Whose.</param>
    /// <param name="request">With its args; a declared parameter of the same name goes before the request's own names.</param>
    public static KpiArguments Resolve(KpiDefinition definition, GateRequest request)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var undeclared = new[] { definition.Where, definition.Numerator }.OfType<string>().SelectMany(KpiFragment.Parameters).Except(definition.Parameters.Select(parameter => parameter.Name));
        foreach (var name in undeclared)
        {
            if (Placeholders.Value(name, request) is not { } value)
            {
                return new KpiArguments(values, $"its condition needs the request's {name}, and there is none");
            }

            values[name] = value;
        }

        if (new[] { definition.Slices?.CanaryValue, definition.Slices?.StableValue }.Select(value => Placeholders.Missing(value, request)).FirstOrDefault(missing => missing is not null) is { } lacking)
        {
            return new KpiArguments(values, $"{lacking} is missing: the objective tells its slices by it");
        }

        var patterns = KpiFragment.PatternParameters(definition.Where, definition.Numerator);
        foreach (var parameter in definition.Parameters)
        {
            var value = request.Args.GetValueOrDefault(parameter.Name) ?? parameter.Default;
            if (value is null)
            {
                return new KpiArguments(values, $"args.{parameter.Name} is missing: the policy declares it as a {(parameter.Type == KpiParameterType.Number ? "number" : "text")} without a default");
            }

            if (parameter.Type == KpiParameterType.Number && !IsNumber(value))
            {
                return new KpiArguments(values, $"args.{parameter.Name} is '{value}': expected a number");
            }

            if (patterns.Contains(parameter.Name) && value.Contains('%', StringComparison.Ordinal))
            {
                return new KpiArguments(values, $"args.{parameter.Name} is '{value}': expected a text without %, because LIKE takes % for any characters and NRQL has no way to escape it");
            }

            values[parameter.Name] = value;
        }

        return new KpiArguments(values, null);
    }

    private static bool IsNumber(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
