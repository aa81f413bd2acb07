using System.Net;
using System.Text.RegularExpressions;

namespace GateService.Tests.Pages;

/// <summary>What stands in a page.</summary>
internal static partial class Html
{
    /// <summary>What a form of the page sends along so that only our pages can send it.</summary>
    public static string FormToken(string html) => Token().Match(html) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException("the page has no form");

    /// <summary>Text as a reader sees it: no tags, entities resolved, single blanks.</summary>
    public static string Text(string html) => Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")), " ");

    /// <summary>The page of an answer that must have that status.</summary>
    public static async Task<string> RefusedAsync(this Task<HttpResponseMessage> asked, HttpStatusCode status)
    {
        using var answer = await asked;
        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, html);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        return html;
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("name=\"form\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
