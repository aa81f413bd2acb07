using System.Text.Json;
using GateService.Core.Requests;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>Addresses of pages, here and in New Relic.</summary>
internal static class Links
{
    public static AnnouncementLinks Of(Uri baseUrl, GateRequest request, string decision, EvidenceResponse? evidence, ObjectiveResponse? worst) => new(
        new Uri(baseUrl, Decision(decision)).ToString(),
        new Uri(baseUrl, Rollout(request.Cluster ?? "", request.Namespace ?? "", request.Rollout)).ToString(),
        new Uri(baseUrl, $"{Decision(decision)}#label").ToString(),
        worst?.Queries.Count > 0 && evidence?.Queries.FirstOrDefault(query => query.Name == worst.Queries[^1]) is { } query ? QueryBuilder(query.Nrql) : null);

    /// <summary>Path of a decision's page.</summary>
    public static string Decision(string id) => $"/decisions/{Uri.EscapeDataString(id)}";

    /// <summary>Address of a rollout's page; a dash stands for no namespace. Both names may be empty.</summary>
    /// <param name="hash">The version to show; null for the one decided about last.</param>
    public static string Rollout(string cluster, string @namespace, string rollout, string? hash = null)
    {
        string[] query = [.. cluster.Length == 0 ? [] : new[] { $"cluster={Uri.EscapeDataString(cluster)}" }, .. hash is null ? [] : new[] { $"hash={Uri.EscapeDataString(hash)}" }];
        var path = $"/rollouts/{(@namespace.Length == 0 ? "-" : Uri.EscapeDataString(@namespace))}/{Uri.EscapeDataString(rollout)}";
        return query.Length == 0 ? path : $"{path}?{string.Join('&', query)}";
    }

    /// <summary>Opens New Relic's query builder with the query in it (the form its own pages use; see docs/notifications.md).</summary>
    public static string QueryBuilder(string nrql)
    {
        var pane = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["nerdletId"] = "data-exploration.query-builder",
            ["initialActiveInterface"] = "nrqlEditor",
            ["initialNrqlValue"] = nrql,
        });
        return $"https://one.newrelic.com/launcher/data-exploration.query-builder?pane={Uri.EscapeDataString(Convert.ToBase64String(pane))}";
    }
}
