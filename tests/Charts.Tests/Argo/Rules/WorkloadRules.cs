using System.Globalization;
using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>Pods, selector, deadlines, surge and scaling of a Rollout.</summary>
internal static partial class WorkloadRules
{
    private static readonly string[] Delays =
    [
        "minReadySeconds", "progressDeadlineSeconds", "revisionHistoryLimit",
        "strategy.canary.abortScaleDownDelaySeconds", "strategy.canary.scaleDownDelaySeconds", "strategy.canary.scaleDownDelayRevisionLimit",
        "strategy.blueGreen.abortScaleDownDelaySeconds", "strategy.blueGreen.scaleDownDelaySeconds", "strategy.blueGreen.autoPromotionSeconds", "strategy.blueGreen.scaleDownDelayRevisionLimit",
    ];

    public static IEnumerable<string> BadScaling(Applied applied)
    {
        foreach (var rollout in applied.Rollouts)
        {
            var isRouted = rollout.Find("spec.strategy.canary.trafficRouting") is not null;
            var (isDynamic, isDelayed) = (rollout.Find("spec.strategy.canary.dynamicStableScale")?.ToString() == "true", rollout.Find("spec.strategy.canary.scaleDownDelaySeconds") is not null);
            if ((isDynamic || isDelayed) && !isRouted)
            {
                yield return $"{rollout.Name} scales with the traffic and routes none";
            }

            if (isDynamic && isDelayed)
            {
                yield return $"{rollout.Name} has dynamicStableScale and scaleDownDelaySeconds";
            }
        }
    }

    public static IEnumerable<string> Faults(Applied applied) => applied.Rollouts.SelectMany(rollout => Faults(rollout).Select(fault => $"{rollout.Name} {fault}"));

    private static IEnumerable<string> Faults(Manifest rollout)
    {
        if (rollout.Find("spec.strategy") is not YamlMappingNode { Children.Count: 1 })
        {
            yield return "has not exactly one strategy";
        }

        var (deadline, ready) = (Number(rollout, "spec.progressDeadlineSeconds") ?? 600, Number(rollout, "spec.minReadySeconds") ?? 0);
        if (deadline <= ready)
        {
            yield return $"has progressDeadlineSeconds {deadline}, not above minReadySeconds {ready}: it would always be too late";
        }

        var (surge, unavailable) = (Manifest.Scalar(rollout.Root, "spec.strategy.canary.maxSurge"), Manifest.Scalar(rollout.Root, "spec.strategy.canary.maxUnavailable"));
        if (surge is "0" or "0%" && unavailable is "0" or "0%")
        {
            yield return $"has maxSurge {surge} and maxUnavailable {unavailable}: no pod could ever come or go";
        }

        foreach (var amount in new[] { surge, unavailable }.OfType<string>().Where(amount => !Amount().IsMatch(amount)))
        {
            yield return $"has maxSurge {surge} and maxUnavailable {unavailable}, and {amount} is no number of pods: write 1 or 25%";
        }

        foreach (var delay in Delays.Where(delay => Number(rollout, $"spec.{delay}") < 0))
        {
            yield return $"has {delay} {Number(rollout, $"spec.{delay}")}: write zero or more";
        }

        foreach (var fault in OfPods(rollout))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfPods(Manifest rollout)
    {
        var selector = ServiceRules.Labels(rollout.Find("spec.selector.matchLabels")).ToList();
        if (selector.Count == 0 && !rollout.Maps("spec.selector.matchExpressions").Any())
        {
            yield return "has an empty selector";
        }

        foreach (var (key, value) in selector.Except(ServiceRules.Labels(rollout.Find("spec.template.metadata.labels"))))
        {
            yield return $"selects {key}={value}, which its own pods do not carry";
        }

        var containers = rollout.Maps("spec.template.spec.containers").Select(container => Manifest.Scalar(container, "name") ?? "").ToList();
        if (containers.Count == 0 || !containers.TrueForAll(RouteRules.IsLabel))
        {
            yield return $"has the containers [{string.Join(", ", containers)}]: write one or more, called in lower-case letters, digits and dashes";
        }

        if (Manifest.Scalar(rollout.Root, "spec.template.spec.restartPolicy") is { } policy and not "Always")
        {
            yield return $"has restartPolicy {policy}: write Always";
        }
    }

    private static int? Number(Manifest rollout, string path) =>
        int.TryParse(Manifest.Scalar(rollout.Root, path), CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("^[0-9]+%?$")]
    private static partial Regex Amount();
}
