using System.Net;
using GateService.Tests.Hosting;

namespace GateService.Tests.Pages;

/// <summary>Somebody at a browser: keeps cookies, sends forms as one, follows nothing by itself.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(GateHost gate)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = gate.Client.BaseAddress };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Signed in, which has to work.</summary>
    public static async Task<Browser> SignedInAsync(GateHost gate, string token)
    {
        var browser = new Browser(gate);
        using var answer = await browser.PostAsync("/sign-in", [], ("token", token));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return browser;
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    /// <summary>The text of a page, which must be there.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }

    public Task<HttpResponseMessage> PostAsync(string path, (string Name, string Value)[] headers, params (string Field, string Value)[] form) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Field, field.Value))) }, headers);

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request);
    }
}
