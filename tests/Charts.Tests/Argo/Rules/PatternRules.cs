using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>
/// <c>dryRun</c> and <c>measurementRetention</c>. A rule that matches nothing is not seen before the run is there, which then ends with an Error: it
/// aborts the rollout.
/// </summary>
internal static class PatternRules
{
    public static IEnumerable<string> Faults(Applied applied)
    {
        foreach (var analysis in applied.Analyses)
        {
            foreach (var list in new[] { "dryRun", "measurementRetention" })
            {
                var patterns = new Manifest(analysis.Node).Maps(list).Select(Pattern).ToList();
                foreach (var idle in patterns.Where(pattern => !analysis.Metrics.Any(metric => Regex.IsMatch(metric.Name, pattern))))
                {
                    yield return $"{analysis.Where}: {list} names {idle}, and the run has [{string.Join(", ", analysis.Metrics.Select(metric => metric.Name))}]";
                }

                foreach (var twice in patterns.GroupBy(pattern => pattern).Where(group => group.Count() > 1))
                {
                    yield return $"{analysis.Where}: {list} names {twice.Key} twice";
                }
            }
        }
    }

    private static string Pattern(YamlMappingNode rule) => Manifest.Scalar(rule, "metricName") ?? "";
}
