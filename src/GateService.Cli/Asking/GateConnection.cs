using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GateService.Cli.Shell;
using NewRelic.Api;

namespace GateService.Cli.Asking;

/// <summary>Talks to the gate: JSON in, JSON out, and every way in which that can go wrong as a sentence that says what to do.</summary>
internal sealed class GateConnection : IDisposable
{
    /// <summary>Above the gate's own deadline (8 s by default, 2 min at most): its own word comes first.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly GateAddress _address;
    private readonly HttpClient _http;

    private GateConnection(GateAddress address, HttpClient http) => (_address, _http) = (address, http);

    /// <summary>Where it asks.</summary>
    public Uri Url => _address.Url;

    /// <param name="address">Where the gate is and who asks.</param>
    public static GateConnection Open(GateAddress address)
    {
        // A redirect is a login page or a proxy's, never the gate: it gives none.
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = address.Url,
            Timeout = Patience,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("gatectl", typeof(GateConnection).Assembly.GetName().Version?.ToString(3)));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return new GateConnection(address, http);
    }

    /// <summary>What the gate answers to a GET.</summary>
    /// <param name="path">Path and query, such as <c>/v1/decisions/01M8…</c>; values in it are escaped by the caller.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="FaultException">There is no answer, or it is a refusal.</exception>
    public Task<JsonElement> GetAsync(string path, CancellationToken ct) => AnswerAsync(HttpMethod.Get, path, null, [], ct);

    /// <summary>What the gate answers to a POST.</summary>
    /// <param name="path">Path, such as <c>/v1/policies/lint</c>.</param>
    /// <param name="body">Becomes JSON.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <param name="answers">Further status codes that are answers and no refusals.</param>
    /// <exception cref="FaultException">There is no answer, or it is a refusal.</exception>
    public Task<JsonElement> PostAsync(string path, object body, CancellationToken ct, params HttpStatusCode[] answers) =>
        AnswerAsync(HttpMethod.Post, path, JsonContent.Create(body, options: JsonSerializerOptions.Web), answers, ct);

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AnswerAsync(HttpMethod method, string path, HttpContent? body, HttpStatusCode[] answers, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (await _address.TokenAsync(ct) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var response = await _http.SendAsync(request, ct);
            var text = await response.Content.ReadAsStringAsync(ct);
            return response.IsSuccessStatusCode || answers.Contains(response.StatusCode)
                ? Json(text, response)
                : throw GateRefusal.Of(_address, request, response, text);
        }
        catch (HttpRequestException e)
        {
            throw new FaultException(ExitCode.NoAnswer, $"the gate at {Url} cannot be reached: {ConnectionTrouble.Say(e)}", e);
        }
        catch (TaskCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new FaultException(ExitCode.NoAnswer, $"the gate at {Url} does not answer within {Patience.TotalSeconds:0} s", e);
        }
    }

    private JsonElement Json(string text, HttpResponseMessage response)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException e)
        {
            throw new FaultException(
                ExitCode.NoAnswer, $"what answers at {Url} is no gate: it sends {response.Content.Headers.ContentType?.MediaType ?? "something"} where JSON is expected", e);
        }
    }
}
