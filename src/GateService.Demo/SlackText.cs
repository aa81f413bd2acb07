using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace GateService.Demo;

/// <summary>A message of Slack's Block Kit as text for a terminal.</summary>
public static partial class SlackText
{
    /// <summary>One block a line; fields of a block side by side.</summary>
    public static IEnumerable<string> Lines(JsonElement message) => message.GetProperty("blocks").EnumerateArray().Select(Block);

    private static string Block(JsonElement block) => block.GetProperty("type").GetString() switch
    {
        "header" => $"[bold]{Signs(Markup.Escape(block.GetProperty("text").GetProperty("text").GetString()!))}[/]",
        "context" => $"[grey]{string.Join("  ", block.GetProperty("elements").EnumerateArray().Select(element => Mrkdwn(element.GetProperty("text").GetString()!)))}[/]",
        _ when block.TryGetProperty("fields", out var fields) => string.Join("   ", fields.EnumerateArray().Select(field => Mrkdwn(field.GetProperty("text").GetString()!.Replace("*\n", "* ", StringComparison.Ordinal)))),
        _ => Mrkdwn(block.GetProperty("text").GetProperty("text").GetString()!),
    };

    /// <summary>Brackets are Spectre's markup; Slack's is bold, links and three escaped characters. A link keeps its words: addresses are far too long for a line.</summary>
    private static string Mrkdwn(string text) => WebUtility.HtmlDecode(Bold().Replace(Link().Replace(Markup.Escape(text.Replace("```", "", StringComparison.Ordinal)), "[underline]$1[/]"), "[bold]$1[/]"));

    private static string Signs(string text) => text.Replace(":red_circle:", "🔴", StringComparison.Ordinal)
        .Replace(":large_yellow_circle:", "🟡", StringComparison.Ordinal).Replace(":large_green_circle:", "🟢", StringComparison.Ordinal);

    [GeneratedRegex(@"<[^|<>]+\|([^<>]+)>")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*([^*\n]+)\*")]
    private static partial Regex Bold();
}
