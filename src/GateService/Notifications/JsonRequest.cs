using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>A POST of JSON.</summary>
internal static class JsonRequest
{
    public static HttpRequestMessage Of(Uri url, JsonNode body, string type = "application/json") => Of(url, System.Text.Encoding.UTF8.GetBytes(body.ToJsonString(JsonAnswer.Options)), type);

    public static HttpRequestMessage Of(Uri url, byte[] body, string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type) { CharSet = "utf-8" };
        return request;
    }
}
