using Charts.Tests.Helm;

namespace Charts.Tests.Argo.Rules;

/// <summary>
/// What Argo Rollouts 1.7 to 1.10 and the Gateway API plugin refuse, as far as manifests show it. Read in Argo's <c>pkg/apis/rollouts/validation</c> and
/// <c>utils/analysis</c>; where Argo's own code is at hand, RuleTests hold every rule against it.
/// </summary>
internal static class RuleBook
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(1, "a metric in a step, before or after promotion ends: with an interval it has a count", MetricRules.Endless),
        new(2, "a count leaves room for the limits, and more than one needs an interval", MetricRules.CountWithoutRoom),
        new(3, "limits are zero or more, and failures or successes can end a metric", MetricRules.BadLimits),
        new(4, "interval and initialDelay are durations as Go writes them", MetricRules.BadDurations),
        new(5, "a template has metrics, each with one provider and a name no other metric of its run has", MetricRules.BadProviders),
        new(6, "templates are there, and every argument has one value", ArgumentRules.Faults),
        new(7, "a dryRun or measurementRetention rule matches a metric of its run, and is there once", PatternRules.Faults),
        new(8, "Services choose the Rollout's pods, two different ones, managed by no other Rollout", ServiceRules.Faults),
        new(9, "a step is of one kind, within its bounds, with the traffic routing it needs", StepRules.Faults),
        new(10, "a header is matched by exactly one of exact, prefix and regex", StepRules.BadMatches),
        new(11, "scaleDownDelaySeconds and dynamicStableScale need traffic routing and exclude each other", WorkloadRules.BadScaling),
        new(12, "pods, selector, deadlines and surge let a new version come up", WorkloadRules.Faults),
        new(13, "a managed route's name is a DNS label, and the plugin may keep its state", RouteRules.Faults),
    ];

    /// <summary>Every fault of what would be applied together, with the rule it breaks.</summary>
    public static IReadOnlyList<string> Faults(string manifests, bool pluginKeepsState = true)
    {
        var applied = new Applied(Manifest.All(manifests), pluginKeepsState);
        return [.. from rule in All from fault in rule.Faults(applied) select $"rule {rule.Number} ({rule.Says}): {fault}"];
    }
}
