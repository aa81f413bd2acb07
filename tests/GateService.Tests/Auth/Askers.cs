using GateService.Tests.Hosting;

namespace GateService.Tests.Auth;

/// <summary>Tokens of one role each, and what is sent with them.</summary>
internal static class Askers
{
    /// <summary>A token's name; the token itself is <see cref="TokenOf"/> of it.</summary>
    /// <param name="index">Its place in <c>Auth:Tokens</c>; 0 is the one of all tests.</param>
    public static IEnumerable<(string Key, string? Value)> Token(int index, string name, string team, params string[] roles) =>
    [
        ($"Auth:Tokens:{index}:Name", name), ($"Auth:Tokens:{index}:Team", team), ($"Auth:Tokens:{index}:Sha256", GateHost.Sha256(TokenOf(name))),
        ($"Auth:Tokens:{index}:Services:0", "*"), ($"Auth:Tokens:{index}:Namespaces:0", "*"),
        .. roles.Select((role, at) => ($"Auth:Tokens:{index}:Roles:{at}", (string?)role)),
    ];

    public static string TokenOf(string name) => $"token-of-{name}";

    /// <summary>Asks with another token than the one of all tests; none where it is null.</summary>
    public static async Task<HttpResponseMessage> AskAsync(this GateHost gate, string? token, HttpMethod method, string path, string? body = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = gate.Client.BaseAddress };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        var answer = await client.SendAsync(request);
        await answer.Content.LoadIntoBufferAsync();
        return answer;
    }
}
