using GateService.Cli.Shell;

namespace GateService.Cli.Asking;

/// <summary>Where the gate is and who asks.</summary>
/// <param name="Url">Its root.</param>
/// <param name="Token">The token itself; null where there is another, or none (a gate that takes everybody).</param>
/// <param name="TokenFile">File with the token: read anew for every request, because tokens of a platform are replaced while a command waits.</param>
/// <param name="Workflow">Signs the identity of a job anew for every request: it is good for minutes.</param>
internal sealed record GateAddress(Uri Url, string? Token, string? TokenFile, WorkflowIdentity? Workflow)
{
    /// <param name="url">As typed, or null.</param>
    /// <param name="given">Who asks, as typed.</param>
    /// <param name="surroundings">Whose environment stands in for what was not typed.</param>
    /// <exception cref="FaultException">No address, one that is none, or an identity that nobody signs here.</exception>
    public static GateAddress Of(string? url, GivenToken given, Surroundings surroundings)
    {
        var at = Said(url) ?? Said(surroundings.Environment(Variables.Url))
            ?? throw new FaultException(ExitCode.Usage, $"nobody says where the gate is: give --gate-url https://gate.example.com, or set {Variables.Url}");
        if (!Uri.TryCreate(at, UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https") || root.PathAndQuery != "/")
        {
            throw new FaultException(ExitCode.Usage, $"gate '{at}': expected an address such as https://gate.example.com, without a path");
        }

        string? Or(string? typed, string variable) => Said(typed) ?? (given.IsTyped ? null : Said(surroundings.Environment(variable)));
        return new GateAddress(
            root,
            Or(given.Token, Variables.Token),
            Or(given.File, Variables.TokenFile) is { } file ? surroundings.PathOf(file) : null,
            Or(given.Audience, Variables.OidcAudience) is { } audience ? WorkflowIdentity.Of(audience, surroundings) : null);
    }

    /// <summary>The token to send now.</summary>
    /// <exception cref="FaultException">It cannot be had.</exception>
    public async Task<string?> TokenAsync(CancellationToken ct) => Token is not null ? Token
        : TokenFile is not null ? await ReadAsync(TokenFile, ct)
        : Workflow is not null ? await Workflow.SignAsync(ct)
        : null;

    private static async Task<string> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            return Said((await File.ReadAllTextAsync(file, ct)).Trim()) ?? throw new FaultException(ExitCode.Usage, $"the token file {file} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(ExitCode.Usage, $"the token file {file} cannot be read: {e.Message}", e);
        }
    }

    private static string? Said(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
