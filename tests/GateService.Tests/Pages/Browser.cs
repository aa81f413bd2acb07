using System.Net;
using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Pages;

/// <summary>Reads pages as a browser that signed in: with a cookie, without a token in a header, following no redirect.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    private Browser(Uri gate) => _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = gate };

    public static async Task<Browser> SignInAsync(GateHost gate, string token = GateHost.Token)
    {
        var browser = new Browser(gate.Client.BaseAddress!);
        using var answer = await browser.SendAsync("/sign-in", ("token", token));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return browser;
    }

    /// <summary>A page as it came, with the status it must have.</summary>
    public async Task<string> ReadAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await _client.GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, html);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        return html;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    public Task<HttpResponseMessage> SendAsync(string path, params (string Field, string Value)[] form) =>
        _client.PostAsync(path, new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Field, field.Value))));

    /// <summary>What a form of the page sends along so that only our pages can send it.</summary>
    public static string FormToken(string html) => Token().Match(html) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException("the page has no form");

    /// <summary>Text of a page as a reader sees it: no tags, entities resolved, single blanks.</summary>
    public static string Text(string html) => Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(html, " ")), " ");

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("name=\"form\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
