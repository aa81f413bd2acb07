using System.Text.Json.Nodes;
using GateService.Core.Findings;
using GateService.Core.Words;

namespace GateService.Notifications;

/// <summary>A decision as a custom event, so that verdicts can be queried and charted beside everything else: <c>FROM GateDecision SELECT …</c>.</summary>
internal static class NewRelicEvent
{
    private const int LongestValue = 4096;

    public static JsonArray Compose(Announcement told)
    {
        var attributes = new JsonObject
        {
            ["eventType"] = "GateDecision",
            ["timestamp"] = told.At.ToUnixTimeMilliseconds(),
            ["event"] = EnumNames.Of(told.Event),
            ["decisionId"] = told.Decision,
            ["verdict"] = EnumNames.Of(told.Verdict),
            ["score"] = told.Score,
            ["summary"] = Cut(told.Summary),
            ["service"] = told.Service,
            ["team"] = told.Team,
            ["cluster"] = told.Cluster,
            ["namespace"] = told.Namespace,
            ["rollout"] = told.Rollout,
            ["canaryHash"] = told.CanaryHash,
            ["stableHash"] = told.StableHash,
            ["mode"] = EnumNames.Of(told.Mode),
            ["policy"] = told.Policy,
            ["policyRevision"] = told.Revision,
            ["tripped"] = string.Join(',', told.Objectives.Where(objective => objective.Outcome == FindingOutcome.Tripped).Select(objective => objective.Objective)),
            ["url"] = told.Links.Decision,
        };
        if (told.Weight is { } weight)
        {
            attributes["weight"] = weight;
        }

        foreach (var (name, text) in new[]
        {
            ("image", told.Change?.Image), ("commit", told.Change?.Commit), ("author", told.Change?.Author), ("pullRequest", told.Change?.PullRequest), ("runbook", told.Change?.Runbook),
        })
        {
            if (text is not null)
            {
                attributes[name] = Cut(text);
            }
        }

        foreach (var objective in told.Objectives)
        {
            Add(attributes, $"{objective.Objective}.threshold", objective.Limit);
            attributes[$"{objective.Objective}.outcome"] = EnumNames.Of(objective.Outcome);
            Add(attributes, $"{objective.Objective}.value", objective.Value);
            Add(attributes, $"{objective.Objective}.stable", objective.StableValue);
            Add(attributes, $"{objective.Objective}.evidence", objective.Judgement?.Harm);
        }

        return [attributes];
    }

    private static void Add(JsonObject attributes, string name, double? value)
    {
        if (value is { } known)
        {
            attributes[name] = known;
        }
    }

    private static string Cut(string text) => text.Length <= LongestValue ? text : text[..LongestValue];
}
