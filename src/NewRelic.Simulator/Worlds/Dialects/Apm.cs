using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>Attributes that every agent's events carry, with what the back end adds: appName, host, ids and k8s.*.</summary>
internal static class Apm
{
    /// <summary>Who speaks, as Transaction and TransactionError say it.</summary>
    public static Shape Origin(Work work) => Process(work.Fleet, work.Pod).Set("entityGuid", EntityGuid(work.Fleet.AppName));

    public static Shape Transaction(Work work, string name)
    {
        var web = !name.StartsWith("OtherTransaction/", StringComparison.Ordinal);
        return Origin(work)
            .Set("name", name).Set("transactionType", web ? "Web" : "Other").Set("transactionSubType", web && name.StartsWith("Controller/", StringComparison.Ordinal) ? "Controller" : name.Split('/')[1])
            .Set("duration", work.Duration).Set("traceId", work.Trace).Set("guid", work.Guid).Set("priority", work.Priority).Set("sampled", work.Sampled);
    }

    public static Shape Error(Work work, string name, (string Class, string Message) error) => Origin(work)
        .Set("error.class", error.Class).Set("error.message", error.Message).Set("transactionName", name)
        .Set("duration", work.Duration).Set("guid", work.Guid).Set("traceId", work.Trace);

    public static Shape Span(Work work, string id, string name, double duration, string category) => Process(work.Fleet, work.Pod)
        .Set("entity.guid", EntityGuid(work.Fleet.AppName)).Set("entity.name", work.Fleet.AppName)
        .Set("name", name).Set("category", category).Set("duration", duration).Set("duration.ms", Math.Round(duration * 1000, 3))
        .Set("trace.id", work.Trace).Set("traceId", work.Trace).Set("guid", id).Set("transactionId", work.Guid).Set("sampled", true).Set("priority", work.Priority);

    /// <summary>Times and counts of calls, where there were any: absent, not 0.</summary>
    public static Shape Totals(this Shape shape, Work work)
    {
        var (externals, databases) = (work.Externals.ToList(), work.Databases.ToList());
        if (externals.Count > 0)
        {
            shape.Set("externalDuration", externals.Sum(call => call.Duration)).Set("externalCallCount", (double)externals.Count);
        }

        return databases.Count > 0 ? shape.Set("databaseDuration", databases.Sum(call => call.Duration)).Set("databaseCallCount", (double)databases.Count) : shape;
    }

    /// <summary>The zone of Apdex with T 0.5 s; an error is frustrated.</summary>
    public static string Zone(Work work, bool error) => error || work.Duration > 2 ? "F" : work.Duration > 0.5 ? "T" : "S";

    public static string EntityGuid(string app) => $"MjAwMDAwMXxBUE18QVBQTElDQVRJT058{Identity.Hex(app, 12)}";

    /// <summary>Agents cut what they send as an attribute.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : text[..length];

    private static Shape Process(Fleet fleet, Pod pod) => new Shape()
        .Set("appName", fleet.AppName).Set("appId", Identity.Number(fleet.AppName)).Set("realAgentId", Identity.Number(fleet.AppName) + 7).Set("host", pod.Name).Set("containerId", Identity.Hex(pod.Name, 64))
        .Set("k8s.clusterName", fleet.ClusterName).Set("k8s.namespaceName", fleet.Namespace).Set("k8s.deploymentName", fleet.Rollout).Set("k8s.podName", pod.Name)
        .Set("k8s.containerName", "app").Set("k8s.nodeName", Identity.Node);
}
