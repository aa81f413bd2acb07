namespace Charts.Tests.Argo.Rules;

/// <summary>Counts, limits, durations, names and providers of metrics.</summary>
internal static class MetricRules
{
    private static readonly string[] Limits = ["failureLimit", "inconclusiveLimit", "consecutiveErrorLimit", "consecutiveSuccessLimit"];

    public static IEnumerable<string> Endless(Applied applied) =>
        from metric in All(applied)
        where metric.Analysis.MustEnd && metric.Text("interval") is not null && (metric.Number("count") ?? 0) == 0
        select $"{metric.Where} has interval {metric.Text("interval")} and count '{metric.Text("count")}': it would never end; write a count";

    public static IEnumerable<string> CountWithoutRoom(Applied applied)
    {
        foreach (var metric in All(applied).Where(metric => metric.Number("count") > 0))
        {
            var count = metric.Number("count")!.Value;
            var (failures, successes) = (metric.Number("failureLimit") ?? 0, metric.Number("consecutiveSuccessLimit") ?? 0);
            if (failures >= 0 && successes >= 0 && failures + successes > count)
            {
                yield return $"{metric.Where} has count {count}, below failureLimit {failures} + consecutiveSuccessLimit {successes}";
            }

            if (metric.Number("inconclusiveLimit") > count)
            {
                yield return $"{metric.Where} has count {count}, below inconclusiveLimit {metric.Number("inconclusiveLimit")}";
            }

            if (count > 1 && metric.Text("interval") is null)
            {
                yield return $"{metric.Where} has count {count} and no interval";
            }
        }
    }

    public static IEnumerable<string> BadLimits(Applied applied)
    {
        foreach (var metric in All(applied))
        {
            foreach (var limit in Limits.Where(limit => metric.IsNoNumber(limit) || metric.Number(limit) < (limit == "failureLimit" ? -1 : 0)))
            {
                yield return $"{metric.Where} has {limit} {metric.Text(limit)}: write zero or more";
            }

            if (metric.Number("failureLimit") == -1 && (metric.Number("consecutiveSuccessLimit") ?? 0) == 0)
            {
                yield return $"{metric.Where} has failureLimit -1 and no consecutiveSuccessLimit: nothing decides it";
            }
        }
    }

    public static IEnumerable<string> BadDurations(Applied applied) =>
        from metric in All(applied)
        from field in new[] { "interval", "initialDelay" }
        where metric.Text(field) is { } text && !Metric.IsDuration(text)
        select $"{metric.Where} has {field} '{metric.Text(field)}': write a duration such as 60s or 1m30s";

    public static IEnumerable<string> BadProviders(Applied applied)
    {
        foreach (var metric in All(applied).Where(metric => metric.Providers.Count() != 1))
        {
            yield return $"{metric.Where} has the providers [{string.Join(", ", metric.Providers)}]: write one";
        }

        foreach (var analysis in applied.Analyses)
        {
            foreach (var twice in analysis.Metrics.GroupBy(metric => metric.Name).Where(group => group.Count() > 1))
            {
                yield return $"{analysis.Where} has {twice.Count()} metrics called {twice.Key}";
            }

            foreach (var empty in analysis.Templates.Where(template => !template.Maps("spec.metrics").Any() && !template.Maps("spec.templates").Any()))
            {
                yield return $"{analysis.Where}: {empty.Kind} {empty.Name} has no metrics";
            }
        }
    }

    private static IEnumerable<Metric> All(Applied applied) => applied.Analyses.SelectMany(analysis => analysis.Metrics);
}
