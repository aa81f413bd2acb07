using System.Text.Json.Nodes;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>An announcement as an Adaptive Card, in the envelope that a Teams workflow's webhook takes.</summary>
internal static class TeamsCard
{
    private const int MostObjectives = 6;

    public static JsonObject Compose(Announcement told)
    {
        var body = new JsonArray
        {
            Text(AnnouncedText.Headline(told), ("size", "Large"), ("weight", "Bolder"), ("color", Colour(told)), ("style", "heading")),
            Text(told.Summary, ("weight", "Bolder")),
            Facts(
                ("Verdict", $"{EnumNames.Of(told.Verdict)} (score {told.Score:0.#})"), ("Step", AnnouncedText.Place(told)), ("Rollout", AnnouncedText.RolloutName(told)),
                ("Window", AnnouncedText.Window(told)), ("Canary", told.CanaryHash), ("Stable", told.StableHash)),
        };
        if (NumbersTable.Rows(told.Objectives) is { Count: > 0 } rows)
        {
            body.Add(Table(rows));
        }

        foreach (var objective in AnnouncedText.Telling(told).Take(MostObjectives))
        {
            body.Add(Text(Objective(objective)));
        }

        body.Add(Facts(("What changed", AnnouncedText.WhatChanged(told)), ("Whose fault", AnnouncedText.WhoseFault(told)), ("Before", told.Changed), ("To change the verdict", AnnouncedText.Flip(told)), ("What now", AnnouncedText.ToDo(told))));
        if (AnnouncedText.Commands(told) is { Length: > 0 } commands)
        {
            body.Add(Text(commands.Replace("\n", "\n\n", StringComparison.Ordinal), ("fontType", "Monospace"), ("size", "Small")));
        }

        body.Add(Text($"policy {told.Policy} {told.Revision} · decision {told.Decision}", ("isSubtle", true), ("size", "Small")));
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.5",
            ["fallbackText"] = $"{EnumNames.Of(told.Verdict)}: {told.Summary}",
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = body,
            ["actions"] = Actions(told),
        };
        return new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray { new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["contentUrl"] = null, ["content"] = card } },
        };
    }

    private static string Colour(Announcement told) => told.Verdict switch
    {
        Verdict.Fail => "Attention",
        Verdict.Pass => "Good",
        Verdict.Inconclusive => "Warning",
    };

    private static string Objective(ObjectiveResponse objective) =>
        $"**{objective.Objective}** {AnnouncedText.Outcome(objective)}: {AnnouncedText.RestsOn(objective)}";

    private static JsonArray Actions(Announcement told)
    {
        IEnumerable<(string Title, string? Url)> links =
        [
            ("Whole decision", told.Links.Decision), .. ChangeWords.Links(told.Change).Take(1).Select(link => (link.Title, (string?)link.Address)), ("Rollout", told.Links.Rollout), ("Query in New Relic", told.Links.NewRelic), ("Was this right?", told.Links.Label),
            .. ChangeWords.Links(told.Change).Skip(1).Select(link => (link.Title, (string?)link.Address)),
        ];
        return [.. links.Where(link => link.Url is not null).Select(link => new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = link.Title, ["url"] = link.Url })];
    }

    private static JsonObject Text(string text, params (string Name, JsonNode Value)[] more)
    {
        var block = new JsonObject { ["type"] = "TextBlock", ["text"] = Plain(text), ["wrap"] = true };
        foreach (var (name, value) in more)
        {
            block[name] = value;
        }

        return block;
    }

    private static JsonObject Table(IReadOnlyList<IReadOnlyList<string>> rows) => new()
    {
        ["type"] = "Table",
        ["firstRowAsHeader"] = true,
        ["showGridLines"] = false,
        ["columns"] = new JsonArray([.. NumbersTable.Head.Select((_, column) => new JsonObject { ["width"] = column switch { 0 => 1, 1 => 4, _ => 3 } })]),
        ["rows"] = new JsonArray([.. rows.Prepend(NumbersTable.Head).Select(row => new JsonObject
        {
            ["type"] = "TableRow",
            ["cells"] = new JsonArray([.. row.Select(cell => new JsonObject { ["type"] = "TableCell", ["items"] = new JsonArray { Text(cell) } })]),
        })]),
    };

    private static JsonObject Facts(params (string Title, string? Value)[] facts) => new()
    {
        ["type"] = "FactSet",
        ["facts"] = new JsonArray([.. facts.Where(fact => !string.IsNullOrEmpty(fact.Value)).Select(fact => new JsonObject { ["title"] = fact.Title, ["value"] = Plain(fact.Value!) })]),
    };

    /// <summary>Texts are Markdown there, and some are strangers': what an author or an error calls itself makes no link.</summary>
    private static string Plain(string text) => text.Replace("](", "] (", StringComparison.Ordinal);
}
