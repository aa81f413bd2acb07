using System.Text.Json.Nodes;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>An announcement as Slack's Block Kit.</summary>
internal static class SlackMessage
{
    /// <summary>Slack takes 3,000 characters in a section and 50 blocks; a message people read is much shorter.</summary>
    private const int LongestSection = 2900;
    private const int MostSections = 6;

    public static JsonObject Compose(Announcement told)
    {
        var blocks = new JsonArray
        {
            new JsonObject { ["type"] = "header", ["text"] = new JsonObject { ["type"] = "plain_text", ["text"] = Cut($"{Sign(told)} {AnnouncedText.Headline(told)}", 150), ["emoji"] = true } },
            Section($"*{Escape(told.Summary)}*"),
            Fields(
                ("Verdict", $"{EnumNames.Of(told.Verdict)} (score {told.Score:0.#})"), ("Step", AnnouncedText.Place(told)),
                ("Rollout", AnnouncedText.RolloutName(told)), ("Window", AnnouncedText.Window(told)),
                ("Canary", told.CanaryHash), ("Stable", told.StableHash)),
        };
        if (NumbersTable.Rows(told.Objectives) is { Count: > 0 } rows)
        {
            blocks.Add(Section($"```{Escape(NumbersTable.Plain(rows))}```"));
        }

        foreach (var alike in AnnouncedText.TellingByReason(told).Take(MostSections))
        {
            blocks.Add(Section(Objectives(told, alike)));
        }

        foreach (var (title, line) in Lines(told))
        {
            blocks.Add(Section($"*{title}* {Escape(line)}"));
        }

        if (AnnouncedText.Commands(told) is { Length: > 0 } commands)
        {
            blocks.Add(Section($"```{Escape(commands)}```"));
        }

        foreach (var links in LinkLines(told))
        {
            blocks.Add(Section(links));
        }

        blocks.Add(Context($"policy {told.Policy} {told.Revision} · decision {told.Decision}{(told.Team.Length > 0 ? $" · team {told.Team}" : "")}"));
        return new JsonObject { ["text"] = Escape($"{EnumNames.Of(told.Verdict)}: {told.Summary}"), ["unfurl_links"] = false, ["blocks"] = blocks };
    }

    private static IEnumerable<(string Title, string Line)> Lines(Announcement told)
    {
        (string, string?)[] lines =
        [
            ("What changed:", AnnouncedText.WhatChanged(told)), ("Whose fault:", AnnouncedText.WhoseFault(told)), ("Before:", told.Changed), ("To change the verdict:", AnnouncedText.Flip(told)), ("What now:", AnnouncedText.ToDo(told)),
        ];
        return lines.Where(line => !string.IsNullOrEmpty(line.Item2)).Select(line => (line.Item1, line.Item2!));
    }

    private static string Sign(Announcement told) => told.Event switch
    {
        AnnouncedEvent.Failed => ":red_circle:",
        AnnouncedEvent.Held => ":large_yellow_circle:",
        AnnouncedEvent.Recovered or AnnouncedEvent.Completed or AnnouncedEvent.Decided => Sign(told.Verdict),
    };

    private static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Fail => ":red_circle:",
        Verdict.Pass => ":large_green_circle:",
        Verdict.Inconclusive => ":large_yellow_circle:",
    };

    private static string Objectives(Announcement told, IGrouping<string, ObjectiveResponse> alike)
    {
        var lines = alike.Select(objective =>
            $"*{Escape(objective.Objective)}* {AnnouncedText.Outcome(objective)}: {Escape(AnnouncedText.RestsOn(objective))}");
        return string.Join('\n', AnnouncedText.IsInSummary(told, alike) ? lines : lines.Append(Escape(alike.Key)));
    }

    /// <summary>Links and no buttons: a button of an app without interactivity shows a warning to whoever presses it. A query too long for a link is left out.</summary>
    private static IEnumerable<string> LinkLines(Announcement told)
    {
        if (string.Join(" · ", ChangeWords.Links(told.Change).Select(link => Link(link.Address, link.Title)).Where(link => link.Length < LongestSection / 4)) is { Length: > 0 } shipped)
        {
            yield return shipped;
        }

        yield return $"{Link(told.Links.Decision, "Whole decision")} · {Link(told.Links.Rollout, "Rollout")} · {Link(told.Links.Label, "Was this right?")}";
        if (told.Links.NewRelic is { } query && Link(query, "Query in New Relic") is { Length: <= LongestSection } link)
        {
            yield return link;
        }
    }

    /// <summary>A bar in an address would end it, and begin the text that is shown.</summary>
    private static string Link(string url, string text) => $"<{Escape(url.Replace("|", "%7C", StringComparison.Ordinal))}|{text}>";

    private static JsonObject Section(string text) => new() { ["type"] = "section", ["text"] = Mrkdwn(Cut(text, LongestSection)) };

    private static JsonObject Context(string text) => new() { ["type"] = "context", ["elements"] = new JsonArray { Mrkdwn(Escape(text)) } };

    private static JsonObject Fields(params (string Name, string Value)[] fields) => new()
    {
        ["type"] = "section",
        ["fields"] = new JsonArray([.. fields.Where(field => field.Value.Length > 0).Select(field => Mrkdwn($"*{field.Name}*\n{Escape(field.Value)}"))]),
    };

    private static JsonObject Mrkdwn(string text) => new() { ["type"] = "mrkdwn", ["text"] = text };

    /// <summary>The three characters by which Slack begins links, mentions and entities.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
