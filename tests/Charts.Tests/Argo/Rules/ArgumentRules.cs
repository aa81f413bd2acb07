using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>Templates and their arguments.</summary>
internal static partial class ArgumentRules
{
    public static IEnumerable<string> Faults(Applied applied) => applied.Analyses.SelectMany(Faults);

    private static IEnumerable<string> Faults(Analysis analysis) => [.. Missing(analysis), .. Undeclared(analysis), .. Quarrelling(analysis), .. analysis.Given.SelectMany(argument => Unreadable(analysis, argument))];

    private static IEnumerable<string> Missing(Analysis analysis)
    {
        foreach (var (reference, _) in analysis.References.Where(reference => reference.Template is null))
        {
            yield return $"{analysis.Where} names {reference}, which is not there";
        }

        var given = analysis.Given.Select(Name).ToHashSet();
        foreach (var name in analysis.Declared.Where(argument => !HasValue(argument)).Select(Name).Distinct().Where(name => !analysis.IsTemplateAlone && !given.Contains(name)))
        {
            yield return $"{analysis.Where} gives no value to the argument {name}";
        }
    }

    private static IEnumerable<string> Undeclared(Analysis analysis) =>
        from template in analysis.Templates
        let declared = template.Maps("spec.args").Select(Name).ToHashSet()
        from metric in template.Maps("spec.metrics")
        from name in Analysis.ArgumentsIn(metric.ToString()).Distinct()
        where !declared.Contains(name)
        select $"{analysis.Where}: {template.Name} asks for {{{{args.{name}}}}} and does not declare it";

    /// <summary>Two templates of one run may share an argument, but not with two values.</summary>
    private static IEnumerable<string> Quarrelling(Analysis analysis) =>
        from argument in analysis.Declared
        where HasValue(argument)
        group $"{Manifest.Scalar(argument, "value")}{Manifest.Find(argument, "valueFrom")}" by Name(argument) into values
        where values.Distinct().Count() > 1
        select $"{analysis.Where} gets {values.Key} from its templates as {string.Join(" and ", values.Distinct())}";

    private static IEnumerable<string> Unreadable(Analysis analysis, YamlMappingNode argument)
    {
        if (Manifest.Scalar(argument, "valueFrom.fieldRef.fieldPath") is { } path && !Leads(analysis.Owner, path))
        {
            yield return $"{analysis.Where}: {Name(argument)} is to come from {path}, which is no value of the Rollout";
        }

        if (Manifest.Find(argument, "valueFrom.secretKeyRef") is not null)
        {
            yield return $"{analysis.Where}: {Name(argument)} is to come from a Secret, which a Rollout cannot say; declare it so in the template";
        }
    }

    /// <summary>A status is only there once the Rollout runs; whether it will be cannot be seen here.</summary>
    private static bool Leads(Manifest rollout, string path) => path switch
    {
        "metadata.name" or "metadata.namespace" or "metadata.uid" => true,
        _ when path.StartsWith("metadata", StringComparison.Ordinal) => Labelled().IsMatch(path),
        _ when path.StartsWith("status.", StringComparison.Ordinal) => true,
        _ => Walk(rollout.Root, path) is YamlScalarNode,
    };

    private static YamlNode? Walk(YamlNode node, string path)
    {
        YamlNode? at = node;
        foreach (Match part in Part().Matches(path))
        {
            at = part.Groups[2].Success ? (at as YamlSequenceNode)?.Children.ElementAtOrDefault(int.Parse(part.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)) : Manifest.Find(at, part.Groups[1].Value);
        }

        return at;
    }

    private static bool HasValue(YamlMappingNode argument) => Manifest.Find(argument, "value") is not null || Manifest.Find(argument, "valueFrom") is not null;

    private static string Name(YamlMappingNode argument) => Manifest.Scalar(argument, "name")!;

    [GeneratedRegex(@"^metadata\.(labels|annotations)\['[^']+'\]$")]
    private static partial Regex Labelled();

    [GeneratedRegex(@"([^.\[\]]+)|\[(\d+)\]")]
    private static partial Regex Part();
}
