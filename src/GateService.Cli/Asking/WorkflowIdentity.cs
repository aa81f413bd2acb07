using System.Net.Http.Headers;
using System.Text.Json;
using GateService.Cli.Shell;
using NewRelic.Api;

namespace GateService.Cli.Asking;

/// <summary>The identity of a GitHub Actions job, which GitHub signs for an audience: a gate that trusts the issuer needs no secret of the repository's.</summary>
/// <param name="Url">Where it is signed.</param>
/// <param name="Opener">What opens that.</param>
internal sealed record WorkflowIdentity(Uri Url, string Opener)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="FaultException">No job runs this, or it may not have its identity signed.</exception>
    public static WorkflowIdentity Of(string audience, Surroundings surroundings)
    {
        var (url, opener) = (surroundings.Environment(Variables.IdTokenUrl), surroundings.Environment(Variables.IdTokenToken));
        return Uri.TryCreate(url, UriKind.Absolute, out var at) && !string.IsNullOrEmpty(opener)
            ? new WorkflowIdentity(new Uri($"{at}{(at.Query.Length > 0 ? '&' : '?')}audience={Uri.EscapeDataString(audience)}"), opener)
            : throw new FaultException(ExitCode.Usage, $"--oidc-audience '{audience}': {Variables.IdTokenUrl} is not set; expected a job of GitHub Actions with permissions: id-token: write");
    }

    /// <exception cref="FaultException">It is not signed.</exception>
    public async Task<string> SignAsync(CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Opener);
        try
        {
            using var response = await http.GetAsync(Url, ct);
            var body = await response.Content.ReadAsStringAsync(ct);
            return response.IsSuccessStatusCode && JsonSerializer.Deserialize<JsonElement>(body).Text("value") is { Length: > 0 } token
                ? token
                : throw new FaultException(ExitCode.NoAnswer, $"GitHub does not sign the job's identity: {(int)response.StatusCode} of {Url.Host}");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new FaultException(ExitCode.NoAnswer, $"GitHub does not sign the job's identity: {ConnectionTrouble.Say(e)}", e);
        }
    }

    /// <summary>Never with what opens it.</summary>
    public override string ToString() => Url.Host;
}
